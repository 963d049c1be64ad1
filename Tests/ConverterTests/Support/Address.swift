import Estate
import Pool
import SourceControl

/// The server's address on the wire: the source answers there while it is on, and the VM when it is not.
struct Address: SourceServer {
    let source: SimulatedSource
    let pool: any Pool
    let uuid: String

    var name: String { source.name }

    func condition() async throws -> SourceCondition {
        let (isOn, runs) = await (source.isOn, vmRuns())
        if isOn || !runs { return try await source.condition() }
        return SourceCondition(bootID: "boot-of-the-vm", activeUnits: ["named.service"], mark: "mark-of-the-vm")
    }

    func waysThatAnswer(tries: Int) async -> Set<String> {
        let ways = await source.waysThatAnswer(tries: tries)
        let runs = await vmRuns()
        return ways.isEmpty && runs ? ["ping"] : ways
    }

    func vmRuns() async -> Bool {
        let machines = (try? await pool.machines()) ?? []
        return machines.contains { $0.uuid == uuid && $0.state == .running }
    }

    func disks(_ devices: [String]) async throws -> [String: SourceDisk] { try await source.disks(devices) }
    func quiesce(_ commands: [String]) async throws { try await source.quiesce(commands) }
    func resume(_ commands: [String]) async throws { try await source.resume(commands) }
    func orderPowerOff(expecting expected: StoppedSource) async throws {
        try await source.orderPowerOff(expecting: expected)
    }
    func presence(over ways: Set<String>, within limit: Double) async throws -> Presence {
        await source.presence(over: ways, within: limit)
    }
}
