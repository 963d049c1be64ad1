internal import Estate
package import Pool
package import SourceControl

/// The server's address on the wire: the source answers there while it is on, and the VM when it is not.
package struct Address: SourceServer {
    let source: SimulatedSource
    let pool: any Pool
    let uuid: String

    /// - Parameter uuid: of the VM that the source becomes.
    package init(source: SimulatedSource, pool: any Pool, uuid: String) {
        self.source = source
        self.pool = pool
        self.uuid = uuid
    }

    package var name: String { source.name }

    package func condition() async throws -> SourceCondition {
        let (isOn, runs) = await (source.isOn, vmRuns())
        if isOn || !runs { return try await source.condition() }
        return SourceCondition(bootID: "boot-of-the-vm", activeUnits: ["named.service"], mark: "mark-of-the-vm")
    }

    package func waysThatAnswer(tries: Int) async -> Set<String> {
        let ways = await source.waysThatAnswer(tries: tries)
        let runs = await vmRuns()
        return ways.isEmpty && runs ? ["ping"] : ways
    }

    package func vmRuns() async -> Bool { (try? await pool.isOnTheWire(uuid: uuid)) ?? false }

    package func disks(_ devices: [String]) async throws -> [String: SourceDisk] { try await source.disks(devices) }
    package func quiesce(_ commands: [String]) async throws { try await source.quiesce(commands) }
    package func resume(_ commands: [String]) async throws { try await source.resume(commands) }
    package func orderPowerOff(expecting expected: StoppedSource) async throws {
        try await source.orderPowerOff(expecting: expected)
    }
    package func presence(over ways: Set<String>, within limit: Double) async throws -> Presence {
        await source.presence(over: ways, within: limit)
    }
}

extension Pool {
    /// The machine of this UUID runs, and its links are up: it answers at its address.
    package func isOnTheWire(uuid: String) async throws -> Bool {
        for machine in try await machines() where machine.uuid == uuid && machine.state == .running {
            guard features.contains(.links) else { return true }
            if try await links(ofUUID: uuid, on: machine.host) != .down { return true }
        }
        return false
    }
}
