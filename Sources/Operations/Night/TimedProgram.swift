internal import Estate
internal import Foundation
internal import Shell
internal import Synchronization

/// A program that must end: whoever waits for it holds the pool's lease.
///
/// `timeout` of coreutils runs it in a process group of its own, and ends the whole group: first asked, then killed. A
/// part of the program that left its group may keep its pipes open; it is no longer waited for then.
struct TimedProgram: Sendable {
    /// What `timeout` ends with when it ended the program: 124, or 128 + SIGKILL.
    private static let overran: Set<Int32> = [124, 137]

    let limit: Duration
    /// Between the request to end and the kill.
    var grace: Duration = .seconds(5)
    /// How it is run: collected, or with each line handed over as it comes.
    var how: @Sendable (Command) async throws -> Output = { try await Shell.run($0) }

    /// - Throws: ``Failure`` when the program cannot be started or had to be ended; `CancellationError` when the caller
    ///   was cancelled.
    func run(_ command: Command) async throws -> Output {
        var timed = command
        timed.arguments = ["timeout", "--kill-after=\(Self.seconds(grace))", Self.seconds(limit)] + command.arguments
        let began = ContinuousClock.now
        let output = try await firstAnswer(timed)
        if Self.overran.contains(output.status), .now - began >= limit { throw ended(command) }
        return output
    }

    private func firstAnswer(_ timed: Command) async throws -> Output {
        let run = Task { [how] in try await how(timed) }
        let slot = Slot()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                slot.fill(continuation)
                Task { slot.give(await run.result) }
                Task { [limit, grace] in
                    try? await Task.sleep(for: limit + grace + grace)
                    slot.give(.failure(ended(timed)))
                }
            }
        } onCancel: {
            run.cancel()
            slot.give(.failure(CancellationError()))
        }
    }

    private func ended(_ command: Command) -> Failure {
        Failure(
            "wait for the program", on: command.arguments[0],
            because: "it did not end within \(Self.seconds(limit)) s, and was ended",
            next: "see what it waits for; its limit is in the reference, \"The balance policy\"")
    }

    private static func seconds(_ duration: Duration) -> String { "\(duration / .seconds(1))" }

    /// Gives the first answer on and forgets the others, also one that comes before anybody waits.
    private final class Slot: Sendable {
        private enum State {
            case empty
            case waiting(CheckedContinuation<Output, any Error>)
            case given(Result<Output, any Error>)
        }

        private let state = Mutex(State.empty)

        func fill(_ continuation: CheckedContinuation<Output, any Error>) {
            let early: Result<Output, any Error>? = state.withLock { state in
                if case .given(let result) = state { return result }
                state = .waiting(continuation)
                return nil
            }
            if let early { continuation.resume(with: early) }
        }

        func give(_ result: Result<Output, any Error>) {
            let waiter: CheckedContinuation<Output, any Error>? = state.withLock { state in
                guard case .waiting(let continuation) = state else {
                    if case .empty = state { state = .given(result) }
                    return nil
                }
                state = .given(result)
                return continuation
            }
            waiter?.resume(with: result)
        }
    }
}
