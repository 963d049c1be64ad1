import Testing

@testable import Adaptation

/// What a user loses if these fail: a failed boot does not say how far it came.
@Suite struct BootStageTests {
    @Test(arguments: [
        ("", BootStage.firmware), ("GRUB loading.", .loader), ("[    0.0] Linux version 6.1", .kernel),
        ("Linux version 6.1\nRun /init as init process", .initramfs),
        ("systemd[1]: Detected virtualization", .services),
        ("[  OK  ] Reached target network.target - Network.", .network), ("\n\ndns01 login: ", .login),
        ("[  OK  ] Reached target multi-user.target - Multi-User System.", .multiUser),
    ])
    func `the furthest sign on the console is the stage`(log: String, stage: BootStage) {
        #expect(BootStage(log: log) == stage)
    }

    /// A guest whose root never comes would else be said to have reached its services.
    @Test func `the systemd of an initramfs is not yet the guest's own`() {
        let early =
            "Linux version 6.1\nRun /init as init process\nsystemd[1]: Running in initial RAM disk.\n"
            + "Welcome to Debian GNU/Linux 12 (bookworm) dracut-059 (Initramfs)!\nsystemd[1]: Reached target Network\n"
        #expect(BootStage(log: early) == .initramfs)
        let over = early + "Starting initrd-switch-root.service - Switch Root...\n"
        #expect(BootStage(log: over) == .initramfs)
        #expect(BootStage(log: over + "Welcome to Debian GNU/Linux 12 (bookworm)!\n") == .services)
    }

    /// What a server with UEFI shows whose loader only its own firmware knew; it was waited for until the limit.
    @Test func `the shell of the firmware is no loader, and nothing comes after its prompt`() {
        let shell =
            "BdsDxe: failed to load Boot0001 \"UEFI Misc Device\": Not Found\n"
            + "BdsDxe: starting Boot0002 \"EFI Internal Shell\" from Fv(1)\nUEFI Interactive Shell v2.2\n"
        #expect(BootStage(log: shell) == .firmware)
        #expect(BootStage.end(in: shell) == nil, "a script of its own may still start something")
        #expect(BootStage.end(in: shell + "Shell> ") == "Shell> ")
        #expect(BootStage(log: "BdsDxe: starting Boot0001 \"UEFI Misc Device\"\n") == .loader)
    }

    @Test func `a loader that asks the same again and again has come to its end`() {
        let loop = "SYSLINUX 6.04 EDD\nLoading /vmlinuz-6.1.0... failed: I/O error\nboot: \n"
        #expect(BootStage(log: loop) == .loader)
        #expect(BootStage.end(in: loop) == "... failed: I/O error")
    }

    @Test func `colours do not hide a sign`() {
        #expect(
            BootStage(log: "\u{1B}[0;32m  OK  \u{1B}[0m] Reached target \u{1B}[0;1;39mnetwork.target\u{1B}[0m")
                == .network)
    }

    @Test func `a timer that the emulator missed is not the guest's fault`() {
        let missed = "Kernel panic - not syncing: IO-APIC + timer doesn't work!  Boot with apic=debug"
        #expect(BootStage.isEmulationFault(missed))
        #expect(!BootStage.isEmulationFault("Kernel panic - not syncing: VFS: Unable to mount root fs"))
    }

    /// Files get their SELinux labels at the first start, and the second one is the proof.
    @Test func `case 49: a guest that starts again is waited for, one that starts over and over is not`() {
        let start = "Linux version 5.14\nsystemd[1]: up\n"
        #expect(BootStage.end(in: start + start) == nil)
        #expect(BootStage.end(in: String(repeating: start, count: 5)) == "it has started 5 times")
        #expect(
            !BootMachine(test: BootTest(disks: []), folder: "/t", overlays: [], ports: [1]).arguments.contains(
                "-no-reboot"))
    }

    @Test func `a panic ends the wait`() {
        #expect(BootStage.end(in: "x\nKernel panic - not syncing: VFS") == "Kernel panic")
        #expect(BootStage.end(in: "all is well") == nil)
    }

    @Test(arguments: [
        ("10.77.0.53/24", "10.77.0.0/24", "10.77.0.1"), ("10.0.2.1/24", "10.0.2.0/24", "10.0.2.4"),
        ("192.168.5.130/25", "192.168.5.128/25", "192.168.5.129"),
    ])
    func `the network of a test is the guest's own`(address: String, network: String, gateway: String) {
        let found = GuestNetwork(address)
        #expect(found?.network == network)
        #expect(found?.gateway == gateway)
    }

    @Test(arguments: ["10.0.0.1", "10.0.0/24", "10.0.0.1/33", "1.2.3.4,hostfwd=x/24"])
    func `what is no address gives no network`(text: String) {
        #expect(GuestNetwork(text) == nil)
    }

    @Test func `a comma in a file name is not an option of QEMU`() {
        let test = BootTest(disks: [])
        let machine = BootMachine(test: test, folder: "/tmp", overlays: ["/tmp/a,format=raw"], ports: [1])
        #expect(machine.arguments.contains { $0.hasPrefix("file=/tmp/a,,format=raw,format=qcow2,") })
        #expect(machine.arguments.contains { $0.contains("restrict=on") })
    }

    /// A second card without a segment, or on one of its own, would be the one that a bond chooses.
    @Test func `all cards share the guest's segment, and each proof has its way in`() {
        var test = BootTest(disks: [], proof: .tcp(22), mac: "52:54:00:00:00:01", address: "10.77.0.53/24")
        test.otherCards = ["52:54:00:00:00:02"]
        test.wishes = [.dns("www.lab.test"), .console("ready")]
        let words = BootMachine(test: test, folder: "/tmp", overlays: [], ports: [2001, 2002, 2003]).network
        let wire = words.first { $0.hasPrefix("user,") } ?? ""
        #expect(wire.contains("restrict=on") && wire.contains("dhcpstart=10.77.0.53"))
        #expect(wire.contains("hostfwd=tcp:127.0.0.1:2001-10.77.0.53:22"))
        #expect(wire.contains("hostfwd=tcp:127.0.0.1:2002-10.77.0.53:53") && !wire.contains("2003"))
        #expect(words.contains("hubport,id=port1,hubid=0") && words.contains { $0.hasSuffix("mac=52:54:00:00:00:02") })
    }

    @Test func `a machine starts from the disk that has the loader, with its sectors and its processor`() {
        var test = BootTest(disks: [])
        test.disks = [
            GuestDisk(format: "raw", location: .file("/a")),
            GuestDisk(format: "raw", location: .file("/b"), sectorBytes: 4096),
        ]
        (test.bootDisk, test.processorLevel) = (1, 2)
        let words = BootMachine(test: test, folder: "/t", overlays: ["/a", "/b"], ports: [1], usesKVM: false).arguments
        #expect(words.contains("virtio-blk-pci,drive=disk0,bootindex=1"))
        #expect(
            words.contains(
                "virtio-blk-pci,drive=disk1,logical_block_size=4096,physical_block_size=4096,bootindex=0"))
        #expect(words.contains("max"))
    }

    @Test func `ports of this machine are given once`() throws {
        #expect(Set(try LocalPorts.free(50)).count == 50)
    }

    @Test func `a question and its answer are told apart`() {
        let question = DNSExchange.question("www.lab.test")
        #expect(!DNSExchange.isAnswer(question, to: question))
        var answer = question + [0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 9, 0, 4, 10, 77, 0, 53]
        answer[2] = 0x81
        answer[7] = 1
        #expect(DNSExchange.isAnswer(answer, to: question))
        #expect(!DNSExchange.isAnswer(answer, to: DNSExchange.question("ftp.lab.test")))
        answer[3] = 3
        #expect(!DNSExchange.isAnswer(answer, to: question))
    }
}
