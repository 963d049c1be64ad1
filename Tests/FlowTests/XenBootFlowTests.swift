import Estate
import Foundation
import Shell
import Templates
import Testing

@testable import Adaptation
@testable import Pool

/// A real Debian that was adapted for Xen, started by a real Xen inside QEMU's emulation: minutes. The disk is one that
/// both hosts see; the kernel is Debian's own, of the same version, in dom0, since a PVH guest has no boot loader.
///
/// It starts the Xen lab itself, with that disk: `env P2V_LAB=1 P2V_LAB_XEN=1 swift test --filter XenBootFlowTests`.
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["P2V_LAB_XEN"] != nil))
struct XenBootFlowTests {
    // A pool of Xen hosts gets servers that come up, not disks.
    @Test(.timeLimit(.minutes(30)))
    func `a Debian adapted for Xen boots as a PVH guest and answers on its old address`()
        async throws
    {
        let environment = ProcessInfo.processInfo.environment
        let cache = environment["P2V_LAB_CACHE"] ?? "/var/cache/p2v-lab"
        let program = environment["P2V_BIN"] ?? FileManager.default.currentDirectoryPath + "/.build/debug/p2v"
        let lab = try await AdaptationLab()
        let disks = try await lab.disks(of: .init(name: "mbr"))
        let report = try await Adapter(target: .xen).adapt(disks: disks, profile: nil, dryRun: false) { _ in }
        #expect(report.kernels.allSatisfy { $0.drivers == "appended" } && report.machine.console == "hvc0")
        let root = try #require(report.root.split(separator: " ").last)
        _ = try await Shell.run(Command(program, "lab", "down", "--xen", "--cache", cache))
        try FileManager.default.createDirectory(atPath: cache + "/xen", withIntermediateDirectories: true)
        let share = cache + "/xen/share.raw"
        defer { try? FileManager.default.removeItem(atPath: share) }
        try await Shell.check(
            Command("qemu-img", "convert", "-f", "qcow2", "-O", "raw", "\(lab.folder)/mbr-0.qcow2", share))
        try await Shell.check(Command(program, "lab", "up", "--xen", "--cache", cache))
        try await Shell.check(Command("ip", "-n", "p2v-xen", "addr", "add", "10.0.2.2/24", "dev", "br0"))
        try await boot(root: String(root), folder: lab.folder)
        try await Shell.check(Command(program, "lab", "down", "--xen", "--cache", cache))
    }

    private func boot(root: String, folder: String) async throws {
        let definition = MachineDefinition(
            name: "dns01", uuid: "70327600-0000-4000-8000-000000000053", memoryMiB: 300, vcpus: 1, firmware: .bios,
            disks: [.init(url: "/dev/vdb", format: "raw", bus: .virtio)],
            interfaces: [.init(mac: "52:54:00:12:34:56", network: "xenbr0", model: .virtio)],
            kernel: .init(
                image: "/guest/kernel", initrd: "/guest/shared-initrd",
                commandLine: "root=UUID=\(root) ro console=hvc0 mitigations=off"))
        let platform = Platform(type: "xen", machine: "xenfv", cpuModel: "", uefi: false)
        let xml = try DomainXML(templates: Templates(folder: nil)).text(definition, platform, emulator: "")
        try xml.write(toFile: folder + "/dns01.xml", atomically: true, encoding: .utf8)
        let virsh = ["virsh", "-c", "xen+tcp://10.78.0.11/system"]
        let clock = ContinuousClock()
        let began = clock.now
        let created = try await inside(virsh + ["create", folder + "/dns01.xml"])
        try #require(created.status == 0, "\(created.standardError)")
        while clock.now - began < .seconds(900) {
            let answer = try await inside(["dig", "+short", "+tries=1", "+time=2", "@10.0.2.15", "www.lab.test"])
            if answer.text == "192.0.2.10\n" {
                print("answers on its old address \(Int((clock.now - began) / .seconds(1))) s after its start on Xen")
                return
            }
            try await Task.sleep(for: .seconds(2))
        }
        let state = try await inside(virsh + ["list", "--all"])
        Issue.record("no answer in 900 s: \(state.text)")
    }

    private func inside(_ words: [String]) async throws -> Output {
        try await Shell.run(Command(["ip", "netns", "exec", "p2v-xen"] + words))
    }
}
