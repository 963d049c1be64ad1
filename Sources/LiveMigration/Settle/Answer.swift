internal import Synchronization

/// An answer that may not come: calls into a daemon behind a cut link hang, and cannot be cancelled.
enum Answer {
    /// Nil when `body` failed or took longer than `limit`; it is then left to end by itself.
    static func within<Value: Sendable>(
        _ limit: Duration, _ body: @escaping @Sendable () async throws -> Value
    ) async -> Value? {
        let slot = Slot<Value>()
        return await withCheckedContinuation { continuation in
            slot.fill(continuation)
            Task { slot.give(try? await body()) }
            Task {
                try? await Task.sleep(for: limit)
                slot.give(nil)
            }
        }
    }

    /// Gives the first answer on and forgets the second.
    private final class Slot<Value: Sendable>: Sendable {
        private let waiting = Mutex<CheckedContinuation<Value?, Never>?>(nil)

        func fill(_ continuation: CheckedContinuation<Value?, Never>) {
            waiting.withLock { $0 = continuation }
        }

        func give(_ value: Value?) {
            let continuation = waiting.withLock { waiting in
                defer { waiting = nil }
                return waiting
            }
            continuation?.resume(returning: value)
        }
    }
}
