import Estate
import Testing

@testable import Scanner

/// A disk that is left out of the scan is left behind by the conversion.
@Suite struct DiskSizeTests {
    private static let lsblk = """
        {"blockdevices": [{"name": "sda", "type": "disk", "size": 1073741824}, {"name": "sdb", "type": "disk", "size": SIZE}]}
        """

    @Test(arguments: ["null", "\"\"", "-1", "\"1G\""])
    func `a disk whose size lsblk does not tell makes the disks unknown`(size: String) {
        #expect(LsblkJSON.parse(Self.lsblk.replacing("SIZE", with: size)) == nil)
    }

    @Test func `an empty card reader is no disk`() {
        #expect(LsblkJSON.parse(Self.lsblk.replacing("SIZE", with: "0"))?.map(\.device) == ["/dev/sda"])
        let text = "disk sda\nattr size=2048\ndisk sdb\nattr size=0\n"
        #expect(SysBlock.disks(text, blkid: [:], mounts: [:])?.map(\.device) == ["/dev/sda"])
    }

    @Test(arguments: ["", "attr size=\n", "attr size=many\n", "attr size=18446744073709551615\n"])
    func `a disk whose size sysfs does not tell makes the disks unknown`(size: String) {
        #expect(SysBlock.disks("disk sda\nattr size=2048\ndisk sdb\n\(size)", blkid: [:], mounts: [:]) == nil)
    }
}
