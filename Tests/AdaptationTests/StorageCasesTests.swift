import Estate
import Testing

@testable import Adaptation

/// What a user loses if these fail: the volume group, the array or the encrypted disk is not found at boot.
@Suite struct StorageCasesTests {
    private func after(_ decider: any Decider, _ facts: GuestFacts) -> Draft {
        let draft = Fixtures.decide(decider, facts)
        #expect(Fixtures.leavesNothing(decider, after: draft))
        return draft
    }

    @Test func `case 5: LVM's list of devices is moved aside`() {
        let path = "/etc/lvm/devices/system.devices"
        let draft = after(LVMDevices(), Fixtures.facts(paths: [path]))
        #expect(draft.operations == [.setAside(path: path)])
    }

    @Test func `case 6: a filter for the server's disks becomes a comment, over all its lines`() {
        let text = "devices {\n\tglobal_filter = [ \"a|^/dev/sda|\",\n\t\t\"r|.*|\" ]\n\tdir = \"/dev\"\n}\n"
        let draft = after(LVMDevices(), Fixtures.facts(["/etc/lvm/lvm.conf": text]))
        #expect(
            draft.facts.files["/etc/lvm/lvm.conf"]?.text
                == "devices {\n# p2v: \tglobal_filter = [ \"a|^/dev/sda|\",\n# p2v: \t\t\"r|.*|\" ]\n\tdir = \"/dev\"\n}\n"
        )
    }

    @Test func `case 6: a filter that accepts all is left alone`() {
        let text = "filter = [ \"a|.*|\" ]\n# filter = [ \"r|x|\" ]\n"
        #expect(after(LVMDevices(), Fixtures.facts(["/etc/lvm/lvm.conf": text])).changes.isEmpty)
    }

    @Test func `case 4: a root on a logical volume has LVM's filters opened inside the initramfs`() {
        #expect(GuestVolume(device: "/dev/vg0/root", type: "ext4").isLogicalVolume)
        #expect(!GuestVolume(device: "/dev/sda1", type: "ext4").isLogicalVolume)
        #expect(!GuestVolume(device: "/dev/mapper/luks", type: "ext4").isLogicalVolume)
    }

    @Test func `case 4: names of device-mapper double the dashes`() {
        #expect(VolumeFinder.mapperName(of: "/dev/vg-a/root") == "/dev/mapper/vg--a-root")
    }

    @Test func `case 7: an encrypted partition is named by its UUID`() {
        let text = "luks\t/dev/sda2 none luks\n"
        let draft = after(CrypttabNames(), Fixtures.facts(["/etc/crypttab": text]))
        #expect(draft.facts.files["/etc/crypttab"]?.text == "luks\tUUID=\(Fixtures.swapUUID) none luks\n")
    }

    @Test(arguments: [
        ("luks UUID=\(Fixtures.swapUUID) none luks,tpm2-device=auto", "luks-tpm"),
        ("luks UUID=\(Fixtures.swapUUID) /dev/sdz1 luks", "luks-key-lost"),
    ])
    func `case 7: a key that stays with the server is critical`(line: String, id: String) {
        let draft = after(CrypttabNames(), Fixtures.facts(["/etc/crypttab": line]))
        #expect(draft.concerns.map(\.id) == [id])
        #expect(draft.concerns.first?.severity == .critical)
    }

    @Test(arguments: ["c /dev/disk/by-id/x-part2 none luks", "c UUID=dead none luks,discard", "c UUID=dead"])
    func `case 7: an encrypted partition that did not come does not stop the boot`(line: String) {
        let draft = after(CrypttabNames(), Fixtures.facts(["/etc/crypttab": line]))
        #expect(draft.facts.files["/etc/crypttab"]?.text.hasSuffix("nofail") == true)
        #expect(draft.concerns.map(\.id) == ["crypttab-disk-not-copied"])
    }

    @Test func `case 7: the kernel's option for an encrypted root is renamed`() {
        let path = "/boot/grub/grub.cfg"
        let text =
            "linux /vmlinuz root=/dev/mapper/luks cryptopts=source=/dev/sda2,target=luks cryptdevice=/dev/sda2:luks\n"
        var facts = Fixtures.facts([path: text])
        facts.volumes[1].type = "crypto_LUKS"
        let draft = after(BootLoaderNames(), facts)
        #expect(
            draft.facts.files[path]?.text
                == text.replacing("/dev/sda2", with: "UUID=\(Fixtures.swapUUID)"))
    }

    @Test func `case 8: a swap that is gone is not resumed from`() {
        let path = "/etc/initramfs-tools/conf.d/resume"
        let draft = after(ResumeName(), Fixtures.facts([path: "RESUME=/dev/sdq3\n"]))
        #expect(draft.facts.files[path]?.text == "RESUME=none\n")
    }

    @Test func `case 10: arrays are found by UUID on every partition`() {
        let path = "/etc/mdadm/mdadm.conf"
        let text = "DEVICE /dev/sd[ab]1\nARRAY /dev/md0 devices=/dev/sda1,/dev/sdb1 UUID=a:b:c:d\nMAILADDR root\n"
        let draft = after(RAIDConfiguration(), Fixtures.facts([path: text]))
        #expect(draft.facts.files[path]?.text == "DEVICE partitions\nARRAY /dev/md0 UUID=a:b:c:d\nMAILADDR root\n")
    }

    @Test func `case 14: a multipath root becomes a plain one, and multipath lets go of the disk`() {
        let paths: Set<String> = ["/etc/multipath/wwids", "/lib/systemd/system/multipathd.service"]
        let draft = after(Multipath(), Fixtures.facts(["/etc/multipath.conf": ""], paths: paths))
        #expect(draft.facts.links["/etc/systemd/system/multipathd.service"] == "/dev/null")
        #expect(draft.operations.contains(.setAside(path: "/etc/multipath/wwids")))
        let names = DeviceNames(facts: Fixtures.facts())
        #expect(names.resolve("/dev/mapper/mpatha-part1") == .volume(Fixtures.volumes[0]))
    }

    @Test(arguments: [
        ("/dev/sdaa1", "/dev/sdaa", 26, 1), ("/dev/nvme1n1p3", "/dev/nvme1n1", 1, 3),
        ("/dev/cciss/c0d1p2", "/dev/cciss/c0d1", 1, 2),
        ("/dev/mmcblk0p1", "/dev/mmcblk0", 0, 1),
    ])
    func `case 21: names beyond the twenty-sixth disk and of other buses are taken apart`(
        name: String, disk: String, index: Int, partition: Int
    ) throws {
        let place = try #require(DevicePlace(name))
        #expect(place.disk == disk)
        #expect(place.index == index)
        #expect(place.partition == partition)
    }

    @Test(arguments: ["/dev/sda1x", "/dev/sda01", "/dev/sd", "/dev/nvme0", "sda1", "/dev/cciss/c0", "/dev/sda99999"])
    func `what only looks like a disk is none`(name: String) {
        #expect(DevicePlace(name)?.partition == nil)
    }
}
