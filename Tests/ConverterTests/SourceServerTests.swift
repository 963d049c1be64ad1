@testable import Converter
import Estate
import Testing

/// If these fail, a disk that was swapped or has grown since the plan is copied as if nothing had happened.
@Suite struct `What the source's disks are now` {
    @Test func `is read in bytes, with serial and world-wide name`() {
        let disks = SourceDisk.parse("sda\t3145728\tQM00001 \t0x5000\nsdb\t2048\t\t\n")
        #expect(disks["/dev/sda"] == SourceDisk(bytes: 1_610_612_736, names: ["QM00001", "0x5000"]))
        #expect(disks["/dev/sdb"] == SourceDisk(bytes: 1_048_576, names: []))
    }

    @Test func `leaves out what has no size`() {
        #expect(SourceDisk.parse("sdz\t\t\t\ngarbage\n").isEmpty)
    }

    @Test func `tells another disk behind the same name`() {
        let disk = SourceDisk(bytes: 1, names: ["QM00001"])
        #expect(disk.isKnown(as: "QM00001"))
        #expect(disk.isKnown(as: nil))
        #expect(!disk.isKnown(as: "QM00002"))
        #expect(SourceDisk(bytes: 1, names: []).isKnown(as: "QM00002"))
    }
}

/// If these fail, QEMU opens another file than the image, or guesses its format.
@Suite struct `An image served for the appliance` {
    @Test func `names its format, and doubles commas`() throws {
        let arguments = try ImageExport.arguments(url: "nfs://nfs1/sr/a,b.raw", format: "raw", socket: "/t/nbd")
        #expect(arguments.last?.hasPrefix("driver=raw,file.driver=nfs,") == true)
        #expect(arguments.last?.contains("file.server.host=nfs1,file.path=/sr/a,,b.raw,") == true)
    }

    @Test(arguments: ["", "/etc/shadow", "nfs://server", "http://a/b"]) func `must be an nfs URL`(url: String) {
        #expect(throws: Failure.self) { try ImageExport.arguments(url: url, format: "raw", socket: "/t/nbd") }
    }
}
