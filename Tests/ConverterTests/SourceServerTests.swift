@testable import Converter
import Estate
import Testing

/// If these fail, a disk that was swapped or has grown since the plan is copied as if nothing had happened.
@Suite struct `What the source's disks are now` {
    @Test func `is read from sysfs, in bytes`() {
        let disks = SourceDisk.parse("sda\t3145728\tQM00001 \nsdb\t2048\t\n")
        #expect(disks["/dev/sda"] == SourceDisk(bytes: 1_610_612_736, serial: "QM00001"))
        #expect(disks["/dev/sdb"] == SourceDisk(bytes: 1_048_576, serial: nil))
    }

    @Test func `leaves out what has no size`() {
        #expect(SourceDisk.parse("sdz\t\t\ngarbage\n").isEmpty)
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
