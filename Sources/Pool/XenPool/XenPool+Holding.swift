internal import Estate
internal import XenAPI

extension XenPool {
    package func condition(of machine: String, on host: String) async throws -> MachineCondition? {
        let attempt = "ask for the machine"
        let tables = try await tables([.pool, .host, .hostMetrics, .VM], to: attempt)
        guard let home = tables.inventory().first(where: { $0.name == host }) else { throw noHost(host, tables) }
        guard home.reachable else {
            throw Failure(
                attempt, on: machine, because: "\(host) does not answer: \(home.because ?? "")",
                next: "look at its console")
        }
        guard let vm = try tables.find(.name(machine), on: host, to: attempt),
            (vm.ref("resident_on") ?? vm.ref("affinity") ?? tables.coordinator) == tables.host(named: host)?.ref
        else { return nil }
        return MachineCondition(tables.state(of: vm))
    }
}
