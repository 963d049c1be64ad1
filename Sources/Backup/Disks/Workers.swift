internal import Dispatch

/// Work that computes or waits for a disk, away from Swift's own threads.
enum Workers {
    private static let queue = DispatchQueue(label: "p2v.backup", attributes: .concurrent)

    static func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { waiter in
            queue.async { waiter.resume(with: Result { try work() }) }
        }
    }

    /// Runs `work` for each item, so many at once; the first failure ends all.
    static func forEach<Item: Sendable, Value: Sendable>(
        _ items: [Item], atOnce: Int, _ work: @escaping @Sendable (Item) async throws -> Value,
        done: (Value) throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Value.self) { group in
            var left = items[...]
            func start() {
                guard let item = left.popFirst() else { return }
                group.addTask { try await work(item) }
            }
            for _ in 0..<max(1, atOnce) { start() }
            while let value = try await group.next() {
                try Task.checkCancellation()
                try done(value)
                start()
            }
        }
    }
}
