internal import Estate
internal import Synchronization

/// An answer that may not come: calls into a daemon behind a cut link hang, and cannot be cancelled.
enum Answer {
    /// Unknown when `body` failed or took longer than `limit`; it is then left to end by itself.
    static func within<Value: Sendable>(
        _ limit: Duration, _ body: @escaping @Sendable () async throws -> Value
    ) async -> Observed<Value> {
        let slot = Slot<Value>()
        return await withCheckedContinuation { continuation in
            slot.fill(continuation)
            Task { slot.give(await observed(body)) }
            Task {
                try? await Task.sleep(for: limit)
                slot.give(.unknown(because: "no answer came within \(limit / .seconds(1)) s"))
            }
        }
    }

    private static func observed<Value: Sendable>(
        _ body: @escaping @Sendable () async throws -> Value
    ) async -> Observed<Value> {
        do {
            return .known(try await body())
        } catch {
            return .unknown(because: (error as? Failure)?.because ?? "\(error)")
        }
    }

    /// Gives the first answer on and forgets the second.
    private final class Slot<Value: Sendable>: Sendable {
        private let waiting = Mutex<CheckedContinuation<Observed<Value>, Never>?>(nil)

        func fill(_ continuation: CheckedContinuation<Observed<Value>, Never>) {
            waiting.withLock { $0 = continuation }
        }

        func give(_ value: Observed<Value>) {
            let continuation = waiting.withLock { waiting in
                defer { waiting = nil }
                return waiting
            }
            continuation?.resume(returning: value)
        }
    }
}
