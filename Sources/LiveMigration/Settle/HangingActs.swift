internal import Synchronization

/// What was asked of a host and has not been answered. Such a pause or stop may still be carried out, later than what
/// is decided meanwhile: nothing is called settled while one is open.
final class HangingActs: Sendable {
    private let open = Mutex(0)

    var isEmpty: Bool { open.withLock { $0 == 0 } }

    func during<Value: Sendable>(_ body: @Sendable () async throws -> Value) async rethrows -> Value {
        open.withLock { $0 += 1 }
        defer { open.withLock { $0 -= 1 } }
        return try await body()
    }
}
