internal import Dispatch
internal import Glibc
internal import Synchronization

/// Ends the appliance's process when it takes too long or is no longer wanted.
final class Watchdog: Sendable {
    enum Cause: Sendable { case limit, cancelled }

    private struct State {
        var process: Int32?
        var cause: Cause?
        var stopped = false
    }

    private let state = Mutex(State())
    private let seconds: Int

    init(seconds: Int) {
        self.seconds = seconds
        DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(seconds)) { [weak self] in
            self?.end(because: .limit)
        }
    }

    /// The process to end; ended at once when that was asked for during the launch.
    func watch(process: Int32) {
        let late = state.withLock { state in
            state.process = process
            return state.cause != nil
        }
        if late, process > 0 { kill(process, SIGKILL) }
    }

    func end(because cause: Cause) {
        state.withLock { state in
            guard !state.stopped, state.cause == nil else { return }
            state.cause = cause
            if let process = state.process, process > 0 { kill(process, SIGKILL) }
        }
    }

    func stop() {
        state.withLock { $0.stopped = true }
    }

    /// Says why the appliance is gone, where it was ended from here.
    func explanation(of error: any Error) -> any Error {
        switch state.withLock({ $0.cause }) {
        case .limit:
            GuestfsError("appliance", "it did not finish within \(seconds) seconds and was ended", .timedOut)
        case .cancelled: CancellationError()
        case nil: error
        }
    }
}
