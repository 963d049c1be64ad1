internal import Dispatch
internal import Foundation
internal import Synchronization

/// Runs blocking libvirt calls off the cooperative pool: one thread a call, so that none waits for another.
/// A thread costs tens of microseconds, a call to a daemon hundreds.
enum Blocking {
    static func run<Value: Sendable>(
        _ body: @escaping @Sendable () throws(LibvirtError) -> Value
    ) async throws(LibvirtError) -> Value {
        try await withCheckedContinuation { (continuation: FirstAnswer<Value>.Waiting) in
            Thread.detachNewThread { continuation.resume(returning: outcome(of: body)) }
        }.get()
    }

    /// As ``run(_:)``, but gives up waiting after `limit`. The call itself cannot be stopped: what it brings later is
    /// dropped, and `Value`'s deinit frees it.
    static func run<Value: Sendable>(
        within limit: Duration, call: String, _ body: @escaping @Sendable () throws(LibvirtError) -> Value
    ) async throws(LibvirtError) -> Value {
        try await withCheckedContinuation { (continuation: FirstAnswer<Value>.Waiting) in
            let answer = FirstAnswer(continuation)
            Thread.detachNewThread { answer.give(outcome(of: body)) }
            let seconds = Double(limit.components.seconds) + Double(limit.components.attoseconds) / 1e18
            DispatchQueue.global().asyncAfter(deadline: .now() + seconds) {
                answer.give(
                    .failure(
                        LibvirtError(
                            code: LibvirtError.timedOut, domain: 0, message: "no answer within \(limit)", call: call)))
            }
        }.get()
    }

    private static func outcome<Value>(
        of body: () throws(LibvirtError) -> Value
    ) -> Result<Value, LibvirtError> {
        do {
            return .success(try body())
        } catch {
            return .failure(error)
        }
    }
}

/// A continuation that takes the first answer and drops the others.
private final class FirstAnswer<Value: Sendable>: Sendable {
    typealias Waiting = CheckedContinuation<Result<Value, LibvirtError>, Never>

    private let waiting: Mutex<Waiting?>

    init(_ continuation: Waiting) {
        waiting = Mutex(continuation)
    }

    func give(_ answer: Result<Value, LibvirtError>) {
        let continuation = waiting.withLock { held -> Waiting? in
            defer { held = nil }
            return held
        }
        continuation?.resume(returning: answer)
    }
}
