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
        "UUID=\(Fixtures.rootUUID) / ext4 x 0 1", "LABEL=root / ext4 x 0 1", "PARTUUID=0badcafe-01 / ext4 x 0 1",
        "/dev/disk/by-uuid/\(Fixtures.rootUUID) / ext4 x 0 1", "/dev/mapper/vg0-root / ext4 x 0 1",
        "proc /proc proc defaults 0 0",
        "/dev/disk/by-id/dm-uuid-LVM-abcdef / ext4 x 0 1", "nas:/home /home nfs defaults 0 0", "tmpfs /tmp tmpfs x 0 0",
        "# /dev/sda1 / ext4 x 0 1", "",
    ])
    func `case 3 and 4: names that stay valid are left alone`(line: String) {
        let (draft, text) = fstab(line) { facts in
            facts.volumes[0].label = "root"
            facts.volumes.append(GuestVolume(device: "/dev/vg0/root", type: "ext4"))
        }
        #expect(text == line)
        #expect(draft.changes.isEmpty)
        #expect(!draft.passed.isEmpty)
    }

    @Test func `case 9: a disk that was not copied does not stop the boot`() {
        let (draft, text) = fstab("/dev/sdc1 /backup ext4 defaults 0 2\n")
        #expect(text.contains("/dev/sdc1 /backup ext4 defaults,nofail,x-systemd.device-timeout=5s 0 2"))
        #expect(draft.concerns.map(\.id) == ["fstab-disk-not-copied"])
    }

    @Test(arguments: [
        "UUID=dead", "LABEL=data", "PARTUUID=1-1", "PARTLABEL=data", "/dev/disk/by-uuid/dead",
        "/dev/disk/by-label/data",
        "/dev/mapper/vg9-data", "/dev/vg9/data", "/dev/md9", "/dev/disk/by-path/pci-1-part1", "/dev/sr0", "/dev/fd0",
        "/dev/emcpowera1", "/dev/dm-7", "/dev/disk/by-id/dm-name-vg9-data",
    ])
    func `case 9: whatever it is called, a volume that did not come does not stop the boot`(name: String) {
        let wanted = "nofail,x-systemd.device-timeout=5s"
        #expect(fstab("\(name) /data ext4 defaults 0 2\n").1.contains("\(name) /data ext4 defaults,\(wanted) 0 2\n"))
        #expect(fstab("\(name) none swap sw 0 0\n").1.contains("sw,\(wanted) 0 0\n"))
        #expect(fstab("\(name) /data ext4\n").1.contains("\(name) /data ext4 defaults,\(wanted)\n"))
        #expect(fstab("\(name) /data").1.contains("\(name) /data auto defaults,\(wanted)"))
        #expect(fstab("\(name) /data ext4 x 0 2\n").0.concerns.map(\.id) == ["fstab-disk-not-copied"])
    }

    @Test(arguments: [
        "/dev/disk/by-id/scsi-3600508b1001c-part1", "/dev/disk/by-path/pci-1-part1", "/dev/dm-0", "LABEL=gone",
        "/dev/mapper/3600508b1001c1234567890abcdef0123-part1", "/dev/disk/by-id/dm-name-vg9-root", "PARTLABEL=gone",
    ])
    func `case 3: the root was mounted, so its name is known whatever its line says`(name: String) {
        let (draft, text) = fstab("\(name) / ext4 acl 1 1\n")
        #expect(text == "# p2v: was \(name)\nUUID=\(Fixtures.rootUUID) / ext4 acl 1 1\n")
        #expect(draft.concerns.isEmpty)
    }

    @Test func `case 3: what differs from the root's name in the partition alone is on its disk`() {
        let id = "/dev/disk/by-id/scsi-3600508b1001c-part"
        let (_, text) = fstab("\(id)1 / ext4 acl 1 1\n\(id)2 swap swap defaults 0 0\n")
        #expect(text.contains("UUID=\(Fixtures.swapUUID) swap swap defaults 0 0\n"))
    }

    @Test func `names of two kinds of disks are not taken for one partition`() {
        let (_, text) = fstab("/dev/nvme0n1p1 / ext4 x 0 1\n/dev/sda1 /data ext4 x 0 2\n")
        #expect(text.contains("UUID=\(Fixtures.rootUUID) / ext4"))
        #expect(text.contains("/dev/sda1 /data ext4 x,nofail,x-systemd.device-timeout=5s 0 2"))
    }

    @Test func `what may lie in a container that is locked is not called lost`() {
        let (draft, _) = fstab("UUID=inside /data ext4 x 0 2\n") { facts in
            facts.volumes.append(GuestVolume(device: "/dev/sda3", type: "crypto_LUKS", uuid: "c"))
        }
        #expect(draft.changes.isEmpty)
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
