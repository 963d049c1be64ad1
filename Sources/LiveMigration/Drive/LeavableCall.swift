internal import Synchronization

/// A call that may never come back, and that nothing ends: whoever waits for it can be let go, and it is left to itself.
final class LeavableCall<Value: Sendable>: Sendable {
    private enum State {
        case open
        case waited(CheckedContinuation<Value, any Error>)
        case ended(Result<Value, any Error>)
    }

    private let state = Mutex(State.open)
    private let task = Mutex<Task<Void, Never>?>(nil)

    init(_ body: @escaping @Sendable () async throws -> Value) {
        let task = Task { [weak self] in
            do {
                let value = try await body()
                self?.end(.success(value))
            } catch { self?.end(.failure(error)) }
        }
        self.task.withLock { $0 = task }
    }

    /// The call's end, or what ``leave(_:)`` says instead; asked once. A cancelled waiter cancels the call, and waits on.
    func value() async throws -> Value {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let ended: Result<Value, any Error>? = state.withLock { state in
                    if case .ended(let result) = state { return result }
                    state = .waited(continuation)
                    return nil
                }
                if let ended { continuation.resume(with: ended) }
            }
        } onCancel: {
            task.withLock { $0 }?.cancel()
        }
    }

    func leave(_ error: any Error) { end(.failure(error)) }

    private func end(_ result: Result<Value, any Error>) {
        let waiter: CheckedContinuation<Value, any Error>? = state.withLock { state in
            switch state {
            case .open: state = .ended(result)
            case .waited(let continuation):
                state = .ended(result)
                return continuation
            case .ended: break
            }
            return nil
        }
        waiter?.resume(with: result)
    }
}
