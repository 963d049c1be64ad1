import Testing

@testable import Adaptation

/// What a user loses if these fail: a guest that is moved to another hypervisor does not boot there, or not back here.
@Suite struct TargetTests {
    private static let files = [
        "/etc/fstab": "/dev/sda1 / ext4 x 0 1\n",
        "/boot/grub/grub.cfg": "linux /vmlinuz root=/dev/sda1 console=ttyS0,115200 quiet\n",
        "/etc/default/grub": "GRUB_CMDLINE_LINUX=\"root=/dev/sda1 console=ttyS0\"\n",
        "/var/cache/debconf/config.dat": "Name: grub-pc/install_devices\nValue: /dev/disk/by-id/ata-X\n",
    ]

    private func moved(_ facts: GuestFacts, to target: AdaptationTarget) -> GuestFacts {
        var facts = facts
        facts.target = target
        let draft = Deciders.decide(facts)
        #expect(Deciders.decide(draft.facts).changes.isEmpty)
        return draft.facts
    }

    @Test(arguments: [AdaptationTarget.xen, .xenserver])
    func `a guest goes from KVM to Xen and back, and is then what it was on KVM`(target: AdaptationTarget) {
        let kvm = moved(Fixtures.facts(Self.files), to: .kvm)
        let xen = moved(kvm, to: target)
        #expect(xen.files["/boot/grub/grub.cfg"]?.text.contains("console=ttyS0,115200 console=hvc0 quiet") == true)
        #expect(xen.files["/etc/default/grub"]?.text.contains("console=ttyS0 console=hvc0\"") == true)
        #expect(xen.files["/var/cache/debconf/config.dat"]?.text.contains("/dev/xvda") == true)
        let back = moved(xen, to: .kvm)
        #expect(back.files.mapValues(\.text) == kvm.files.mapValues(\.text))
    }

    @Test func `a console of Xen that the server had by itself is left alone`() {
        let text = "linux /vmlinuz root=UUID=\(Fixtures.rootUUID) console=hvc0 console=tty0\n"
        let facts = moved(Fixtures.facts(["/boot/grub/grub.cfg": text]), to: .kvm)
        #expect(facts.files["/boot/grub/grub.cfg"]?.text == text)
    }

    @Test(arguments: AdaptationTarget.allCases)
    func `every target has a disk driver among those that are loaded early`(target: AdaptationTarget) {
        #expect(target.diskModules.contains { target.earlyModules.contains($0) })
        #expect(!target.bootDisk.isEmpty)
    }
}
