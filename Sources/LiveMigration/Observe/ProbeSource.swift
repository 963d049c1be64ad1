internal import Probes

/// Who sends the probes: this machine, or another one.
enum ProbeSource: Sendable {
    case here(ProbeRunner)
    case elsewhere(RemoteProbes)

    static func start(_ order: MigrationOrder) async throws -> ProbeSource {
        guard !order.probesFrom.isEmpty, !order.probes.isEmpty else {
            return .here(try await ProbeRunner.start(order.probes, perSecond: order.perSecond))
        }
        return .elsewhere(
            try await RemoteProbes.start(order.probesFrom, order.probes, perSecond: order.perSecond))
    }

    func stop() async throws -> [ProbeTrace] {
        switch self {
        case .here(let runner): await runner.stop()
        case .elsewhere(let probes): try await probes.stop()
        }
    }
}
