internal import Libvirt
internal import Synchronization

/// Listens to both hosts while a machine moves between them.
final class MigrationWatch: Sendable {
    private let uuid: String
    private let report: @Sendable (MigrationEvent) -> Void
    private let statistics = Mutex<[String: TypedValue]?>(nil)

    init(uuid: String, report: @escaping @Sendable (MigrationEvent) -> Void) {
        self.uuid = uuid
        self.report = report
    }

    /// What the source said of its finished job.
    var completed: [String: TypedValue]? { statistics.withLock(\.self) }

    /// Registers on both hosts, runs `body`, and listens a moment longer: the last events follow the call's answer.
    func during<Value: Sendable>(
        _ source: LibvirtConnection, _ sourceName: String, _ target: LibvirtConnection, _ targetName: String,
        _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let leaving = try await source.events()
        let arriving = try await target.events()
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { for await event in leaving { self.take(event, sourceName) } }
            group.addTask { for await event in arriving { self.take(event, targetName) } }
            defer { group.cancelAll() }
            let value = try await body()
            try? await Task.sleep(for: .milliseconds(50))
            return value
        }
    }

    private func take(_ event: DomainEvent, _ host: String) {
        guard event.uuid == uuid, let kind = kind(event.kind) else { return }
        report(MigrationEvent(kind: kind, host: host, monotonicNanoseconds: event.monotonicNanoseconds))
    }

    private func kind(_ kind: DomainEvent.Kind) -> MigrationEvent.Kind? {
        switch kind {
        case .lifecycle(.started, _): return .started
        case .lifecycle(.suspended, _): return .suspended
        case .lifecycle(.resumed, _): return .resumed
        case .lifecycle(.stopped, _): return .stopped
        case .lifecycle: return nil
        case .migrationIteration(let number): return .iteration(number)
        case .jobCompleted(let values):
            statistics.withLock { $0 = values }
            return .jobCompleted
        }
    }
}
