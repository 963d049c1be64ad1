import Foundation

/// One thread that lives as long as the tests, for starting programs. nbdkit asks the kernel to be ended together with the
/// thread that started it, and those of Swift's runtime come and go: a server would end in the middle of a test.
final class LastingThread: @unchecked Sendable {
    static let shared = LastingThread()
    private let condition = NSCondition()
    private var waiting: [@Sendable () -> Void] = []

    private init() {
        Thread.detachNewThread { [self] in
            while true { next()() }
        }
    }

    private func next() -> @Sendable () -> Void {
        condition.lock()
        defer { condition.unlock() }
        while waiting.isEmpty { condition.wait() }
        return waiting.removeFirst()
    }

    /// Runs the work on that thread and waits for its end.
    func run(_ work: @escaping @Sendable () throws -> Void) async throws {
        try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
            condition.lock()
            waiting.append { done.resume(with: Result { try work() }) }
            condition.signal()
            condition.unlock()
        }
    }
}
