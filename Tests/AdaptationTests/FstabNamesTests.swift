import Estate
import Testing

@testable import Adaptation

/// What a user loses if these fail: the server stops in emergency mode at its first boot as a guest.
@Suite struct FstabNamesTests {
    let decider = FstabNames()

    private func fstab(_ text: String, _ change: (inout GuestFacts) -> Void = { _ in }) -> (Draft, String) {
        var facts = Fixtures.facts(["/etc/fstab": text])
        change(&facts)
        let draft = Fixtures.decide(decider, facts)
        #expect(Fixtures.leavesNothing(decider, after: draft))
        return (draft, draft.facts.files["/etc/fstab"]?.text ?? "")
    }

    @Test(arguments: ["sda", "hda", "vda", "xvda"])
    func `case 1 and 2: a partition named by its letter gets the UUID of its file system`(disk: String) {
        let (draft, text) = fstab("/dev/\(disk)1\t/  ext4  errors=remount-ro 0 1\n")
        #expect(text == "# p2v: was /dev/\(disk)1\nUUID=\(Fixtures.rootUUID)\t/  ext4  errors=remount-ro 0 1\n")
        #expect(draft.changes.count == 1)
    }

    @Test(arguments: ["/dev/nvme0n1p2", "/dev/cciss/c0d0p2", "/dev/ida/c0d0p2", "/dev/mmcblk0p2"])
    func `case 2: names with a p before the partition are understood`(name: String) {
        let (_, text) = fstab("\(name) none swap sw 0 0\n")
        #expect(text.contains("UUID=\(Fixtures.swapUUID) none swap sw 0 0"))
    }

    @Test(arguments: [
        "UUID=abc / ext4 x 0 1", "LABEL=root / ext4 x 0 1", "PARTUUID=0badcafe-01 / ext4 x 0 1",
        "/dev/disk/by-uuid/abc / ext4 x 0 1", "/dev/mapper/vg0-root / ext4 x 0 1", "proc /proc proc defaults 0 0",
        "/dev/disk/by-id/dm-uuid-LVM-abcdef / ext4 x 0 1", "nas:/home /home nfs defaults 0 0", "tmpfs /tmp tmpfs x 0 0",
        "# /dev/sda1 / ext4 x 0 1", "",
    ])
    func `case 3 and 4: names that stay valid are left alone`(line: String) {
        let (draft, text) = fstab(line)
        #expect(text == line)
        #expect(draft.changes.isEmpty)
        #expect(!draft.passed.isEmpty)
    }

    @Test func `case 9: a disk that was not copied does not stop the boot`() {
        let (draft, text) = fstab("/dev/sdc1 /backup ext4 defaults 0 2\n")
        #expect(text.contains("/dev/sdc1 /backup ext4 defaults,nofail,x-systemd.device-timeout=5s 0 2"))
        #expect(draft.concerns.map(\.id) == ["fstab-disk-not-copied"])
    }

    @Test func `case 9: a line that nobody waits for is left alone`() {
        let (draft, _) = fstab("/dev/sdc1 /backup ext4 defaults,noauto 0 2\n")
        #expect(draft.changes.isEmpty)
    }

    @Test func `case 1: two disks whose order the scan knows are not mixed up`() {
        let second = GuestVolume(device: "/dev/sdb1", disk: 1, partition: 1, type: "ext4", uuid: "second-disk")
        let (_, text) = fstab("/dev/sda1 /data ext4 x 0 2\n") { facts in
            facts.volumes.append(second)
            facts.sourceDevices = ["/dev/sdb", "/dev/sda"]
        }
        #expect(text.contains("UUID=second-disk /data"))
    }

    @Test func `a UUID with characters of a shell is not written`() {
        let (draft, text) = fstab("/dev/sda1 / ext4 x 0 1\n") { facts in
            facts.volumes[0].uuid = "$(reboot)\n/dev/sdb1 /"
        }
        #expect(text == "/dev/sda1 / ext4 x 0 1\n")
        #expect(draft.changes.isEmpty)
    }

    @Test func `bytes that are not UTF-8 survive the edit`() {
        let bytes = Array("# caf".utf8) + [0xE9, 10] + Array("/dev/sda1 / ext4 x 0 1\n".utf8)
        var facts = Fixtures.facts()
        facts.files["/etc/fstab"] = GuestFile(bytes: bytes, mode: 0o644)
        let content = Fixtures.decide(decider, facts).facts.files["/etc/fstab"]?.content ?? []
        #expect(content.starts(with: Array("# caf".utf8) + [0xE9, 10]))
        #expect(content.count > bytes.count)
    }
}
