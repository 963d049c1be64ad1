import Estate
import Foundation
import Shell
import Testing

@testable import Lab

/// The lab's server and its guests, on the lab that all flow tests share. Needs root.
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["P2V_LAB"] != nil))
struct LabServerFlowTests {
    private let lab: Lab

    init() throws {
        lab = Lab(
            try LabSettings(cache: ProcessInfo.processInfo.environment["P2V_LAB_CACHE"] ?? LabSettings.defaultCache))
    }

    private func server(_ command: String) async throws -> Output {
        try await Shell.run(lab.console(["ssh", "-o", "BatchMode=yes", "root@dns01", command]))
    }

    /// A conversion of a server that boots on virtio by itself would prove nothing, and a disk that changes by itself
    /// could not show that p2v never writes to it.
    @Test(.timeLimit(.minutes(20))) func `dns01 is old-fashioned, serves its zone, and leaves its disk alone`()
        async throws
    {
        try await lab.up()
        if try lab.status().parts.first(where: { $0.name == "dns01" })?.running == false { try await lab.resetServer() }
        #expect(try await Shell.run(lab.console(["dig", "+short", "host7.lab.test"])).text == "10.77.9.7\n")
        let facts = try await server(
            "cat /etc/fstab; lsinitramfs /boot/initrd.img-*; ip -brief link show eth0; ls /dev/sda2")
        #expect(facts.status == 0)
        #expect(facts.text.contains("/dev/sda1 / ext4"))
        #expect(facts.text.contains("/ahci.ko"))
        #expect(!facts.text.contains("virtio"))
        #expect(facts.text.contains("52:54:00:77:00:35"))

        _ = try await server("sync")
        try await Task.sleep(for: .seconds(6))
        let first = try await Shell.check(Command("sha256sum", lab.layout.serverDisk()))
        _ = try await server("logger hello; date >/tmp/x; find / -xdev -type f -exec head -c 1 {} + >/dev/null; sync")
        try await Task.sleep(for: .seconds(10))
        #expect(try await Shell.check(Command("sha256sum", lab.layout.serverDisk())) == first)
    }

    /// Booting the source beside its VM would put one address on the network twice.
    @Test(.timeLimit(.minutes(20))) func `a server that was switched off stays off until it is asked for`() async throws
    {
        try await lab.up()
        if try lab.status().parts.first(where: { $0.name == "dns01" })?.running == false { try await lab.startServer() }
        _ = try await server("touch /root/marker; poweroff")
        try await lab.wait(for: "the end of dns01", seconds: 120, log: "serial.log") {
            lab.firstProcess(of: .dns01) == nil
        }
        try await lab.up()
        #expect(lab.firstProcess(of: .dns01) == nil)
        try await lab.resetServer()
        #expect(try await server("test ! -e /root/marker").status == 0)
    }

    @Test(.timeLimit(.minutes(10))) func `a guest starts, answers to its name, and is removed`() async throws {
        try await lab.up(server: false)
        let guest = try await lab.addGuest(name: "flow-guest", on: .hostb, memoryMiB: 128, busy: 0.5)
        #expect(try await Shell.run(lab.console(["ping", "-c", "3", "-i", "0.3", guest.address])).status == 0)
        #expect(try await lab.removeGuest(name: guest.name))
        #expect(try await lab.removeGuest(name: guest.name) == false)
    }
}
