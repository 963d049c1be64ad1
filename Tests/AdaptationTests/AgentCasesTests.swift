import Estate
import Testing

@testable import Adaptation

/// What a user loses if these fail: services fail at every boot, a watchdog reboots the guest, or logins are denied.
@Suite struct AgentCasesTests {
    private func after(_ decider: any Decider, _ facts: GuestFacts) -> Draft {
        let draft = Fixtures.decide(decider, facts)
        #expect(Fixtures.leavesNothing(decider, after: draft))
        return draft
    }

    @Test func `case 47: an agent for hardware is masked, not removed`() {
        let draft = after(HardwareAgents(), Fixtures.facts(paths: ["/usr/lib/systemd/system/hp-health.service"]))
        #expect(draft.operations == [.link(path: "/etc/systemd/system/hp-health.service", target: "/dev/null")])
    }

    @Test func `case 47: a start script without systemd is moved aside`() {
        let draft = after(
            HardwareAgents(), Fixtures.facts(paths: ["/etc/rc.d/rc3.d/S91dataeng", "/etc/rc.d/rc3.d/S55sshd"]))
        #expect(draft.operations == [.setAside(path: "/etc/rc.d/rc3.d/S91dataeng")])
    }

    @Test func `case 47: a hardware watchdog is not loaded any more`() {
        let facts = Fixtures.facts(profile: Profiles.with(modules: ["ext4", "hpwdt"]))
        #expect(
            after(HardwareAgents(), facts).facts.files["/etc/modprobe.d/p2v-hardware.conf"]?.text.hasSuffix(
                "blacklist hpwdt\n") == true)
    }

    @Test(arguments: [
        ("enforcing", true), ("permissive", true), ("enforcing ", true), ("disabled", false),
    ])
    func `case 49: new files get their labels where SELinux is in use`(mode: String, labels: Bool) {
        var draft = Draft(
            Fixtures.facts(["/etc/selinux/config": "SELINUX=\(mode)\n", "/etc/fstab": "/dev/sda1 / ext4 x 0 1\n"]))
        draft.run(FstabNames())
        draft.run(SELinuxLabels())
        #expect(draft.facts.paths.contains("/.autorelabel") == labels)
    }

    @Test func `case 49: nothing is labelled when nothing was changed`() {
        #expect(after(SELinuxLabels(), Fixtures.facts(["/etc/selinux/config": "SELINUX=enforcing\n"])).changes.isEmpty)
    }

    @Test func `case 50: a graphics driver of the server becomes a general one`() {
        let draft = after(
            ModuleAliases(),
            Fixtures.facts(["/etc/X11/xorg.conf": "Section \"Device\"\n  Driver  \"nvidia\"\n  Driver \"evdev\"\n"]))
        #expect(
            draft.facts.files["/etc/X11/xorg.conf"]?.text
                == "Section \"Device\"\n  Driver  \"modesetting\"\n  Driver \"evdev\"\n")
    }

    @Test func `case 51: old aliases point to the drivers of the virtual machine`() {
        let draft = after(
            ModuleAliases(),
            Fixtures.facts([
                "/etc/modprobe.conf": "alias eth0 bnx2\nalias scsi_hostadapter cciss\nalias net-pf-10 off\n"
            ]))
        #expect(
            draft.facts.files["/etc/modprobe.conf"]?.text
                == "alias eth0 virtio_net\nalias scsi_hostadapter virtio_blk\nalias net-pf-10 off\n")
    }

    @Test func `cases 48 and 57: what cannot be changed is said`() {
        let draft = after(
            SpecialSoftware(),
            Fixtures.facts(
                [
                    "/etc/adjtime": "0 0 0\n0\nLOCAL\n",
                    "/etc/udev/rules.d/99-asm.rules": "PROGRAM==\"scsi_id -g\", NAME=\"asm1\"\n",
                ],
                paths: ["/etc/drbd.conf"]))
        #expect(Set(draft.concerns.map(\.id)) == ["drbd", "scsi-id-rules", "clock-local"])
        #expect(draft.changes.isEmpty)
    }

    @Test func `case 69: all deciders together leave nothing for a second run`() {
        let facts = Fixtures.facts(
            [
                "/etc/fstab": "/dev/sda1 / ext4 x 0 1\n/dev/sda2 none swap sw 0 0\n",
                "/etc/crypttab": "a /dev/sda2 none luks\n",
                "/etc/default/grub": "GRUB_CMDLINE_LINUX=\"root=/dev/sda1 hugepages=8\"\n",
                "/etc/selinux/config": "SELINUX=enforcing\n",
                "/etc/cloud/cloud.cfg": "x",
            ], paths: ["/lib/systemd/system/smartd.service", "/etc/systemd"])
        let first = Deciders.decide(facts)
        #expect(first.changes.count >= 6)
        #expect(Deciders.decide(first.facts).changes.isEmpty)
    }
}
