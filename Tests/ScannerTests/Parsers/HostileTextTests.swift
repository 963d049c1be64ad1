import Estate
import Testing

@testable import Scanner

/// Names on a server are chosen by whoever can write there; none of them may stop a scan or become another fact.
@Suite struct HostileTextTests {
    private static let hostile = [
        "", "\n\n\n", "\u{0}\u{1}\u{1B}[2J", String(repeating: "a", count: 1 << 20), "{\"blockdevices\": [[[[",
        "{\"blockdevices\": 3}", "/proc/stat:cpu x y z\n/proc/stat:cpu0\n", "\u{FFFD};\u{FFFD}:\u{FFFD}=\u{FFFD}",
        "md0 : active raid1 [[[/]\n  [99999999999999999999/1] [U_]\n", "/dev/sda1: LABEL=\"a\\",
        "now\nnow\nentry\nentry x\n",
        "tcp LISTEN 0 0 [::]:99999 *:*\n", "users:((\"\n", "-- -- -- -- -- %\n", "disk \npart \nslave \nattr =\n",
    ]

    @Test(arguments: hostile)
    func `no parser stops at text that no tool prints`(text: String) {
        _ = LsblkJSON.parse(text)
        _ = SysBlock.disks(text, blkid: Blkid.parse(text), mounts: [:])
        _ = MountTable.parse(text, sizes: DiskFree.parse(text, unit: 1024), inodes: [:])
        _ = (TableFiles.fstab(text), TableFiles.crypttab(text), DeviceLinks.parse(text), KernelList.parse(text))
        _ = (
            MDStat.parse(text), MultipathList.parse(text), LUKSTokens.parse(text), DMI.sysfs(text), DMI.dmidecode(text)
        )
        _ = (CPU.lscpu(text), CPU.cpuinfo(text, architecture: "x"), MemoryInfo.parse(text), DeviceList.pci(text))
        _ = (InterfaceAddresses.json(text), InterfaceAddresses.text(text), Routes.json(text), Routes.text(text))
        _ = (SocketList.ss(text), SocketList.netstat(text), ProcNet.parse(text), Routes.defaultsOfIPv6(text))
        _ = (LoadReading.parse(text), SadfText.parse(text, interfaces: []), KeyValues.parse(text))
        _ = (MountPlaces.parse(text), CPUList.count(text), FirmwareText.uuid(text), LsblkEscapes.mended(text))
        #expect(SocketList.ss(text)?.listeners.contains { $0.port > 65_535 } != true)
    }

    /// A line of ten megabytes is no line of any tool, and must not be carried around.
    @Test func `a line that is too long is left out, and its neighbours stay`() {
        let text =
            "nameserver 10.0.0.1\nnameserver " + String(repeating: "9", count: 10_000_000) + "\nnameserver 10.0.0.2\n"
        #expect(ResolvConf.parse(text) == ["10.0.0.1", "10.0.0.2"])
    }

    @Test func `a label with quotes and a fake second tag stays one label`() {
        let text = #"/dev/sdb1: LABEL="x\" TYPE=\"zfs" UUID="1" TYPE="ext4""#
        #expect(Blkid.parse(text)["/dev/sdb1"] == ["LABEL": "x\" TYPE=\"zfs", "UUID": "1", "TYPE": "ext4"])
    }

    @Test func `a mount point with blanks and newlines is one mount point`() {
        #expect(MountTable.unescaped("/mnt/a\\040b\\012c\\134") == "/mnt/a b\nc\\")
        let size = DiskFree.parse(
            "Filesystem K Used Avail Cap Mounted on\n/dev/a b 100 50 50 50% /mnt/x y\n", unit: 1024)
        #expect(size["/mnt/x y"]?.used == 50 * 1024)
    }

    /// A file's content must not pass for another file's.
    @Test func `a line of one file cannot be taken for another's`() {
        let lines = FileLines.parse("/etc/debian_version:/etc/redhat-release:Red Hat\nno path\n")
        #expect(lines == [FileLines.Line(file: "/etc/debian_version", text: "/etc/redhat-release:Red Hat")])
    }

    @Test func `a host name that could not name a file is replaced by the address`() {
        for node in ["../../etc", "a b", "-rf", "localhost", "\u{1B}[2J", String(repeating: "x", count: 300)] {
            var answers = Answers(rights: "root", kernel: "Linux")
            answers.uname = [node, "6.1", "x86_64"]
            let profile = ProfileBuilder(answers: answers, address: "ssh://h", host: "h", now: Moment(seconds: 0))
                .profile()
            #expect(profile.name == "h")
        }
    }
}
