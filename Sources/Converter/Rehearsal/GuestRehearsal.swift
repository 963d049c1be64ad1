internal import Adaptation
internal import Estate
internal import Foundation

/// The real rehearsal: overlays, the adaptation on them, QEMU.
struct GuestRehearsal: Sendable {
    let request: Rehearsal.Request
    let profile: ServerProfile
    /// Keeps what the console said; the picture of the screen lies beside it.
    let consoleFile: String
    let report: ProgressReport

    func run() async throws -> Rehearsal {
        // All of a wave start at once, and each may be the one that looks first.
        let count = await request.company?.count() ?? 1
        let memory = try RehearsalMemory.fitting(
            planned: request.memoryMiB, available: RehearsalMemory.available() / max(1, count))
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("p2v-rehearsal-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(at: folder) }
        var overlays: [GuestDisk] = []
        for (number, disk) in request.disks.enumerated() {
            overlays.append(try await disk.overlay(at: folder.appendingPathComponent("\(number).qcow2").path))
        }
        guard let target = request.target else {
            return Rehearsal(adapted: nil, boot: try await boot(overlays, .plain, memory, needs: nil))
        }
        let adapted = ConversionTools.Adapted(
            try await Adapter(target: target, memoryMiB: memory)
                .adapt(disks: overlays, profile: profile, report: report))
        guard !adapted.concerns.contains(where: { $0.severity == .critical }) else {
            return Rehearsal(adapted: adapted, boot: nil)
        }
        return Rehearsal(adapted: adapted, boot: try await boot(overlays, target, memory, needs: adapted.machine))
    }

    private func boot(
        _ disks: [GuestDisk], _ target: AdaptationTarget, _ memory: Int, needs: MachineNeeds?
    ) async throws -> BootTestReport {
        var test = BootTest(
            disks: disks, target: target, firmware: request.firmware, proof: request.network.proof,
            mac: request.network.cards.first, address: request.network.address, memoryMiB: memory,
            limitSeconds: request.limitSeconds, screenshot: consoleFile + ".ppm")
        test.otherCards = Array(request.network.cards.dropFirst())
        test.wishes = request.network.wishes
        test.place = try await request.company?.join(request.network)
        test.consoleFile = consoleFile
        test.bootDisk = needs?.bootDisk ?? 0
        test.processorLevel = needs?.processorLevel
        return try await test.run(report: report)
    }
}
