internal import Dispatch
internal import Synchronization

/// The word for which an appliance stands by: go on, or not at all.
package final class StandbyOrder: Sendable {
    private enum State { case open, given, calledOff }

    private let state = Mutex(State.open)
    private let bell = DispatchSemaphore(value: 0)

    package init() {}

    /// The disks show what is to be adapted.
    package func give() { settle(.given) }

    package func callOff() { settle(.calledOff) }

    /// Only the first word counts.
    private func settle(_ word: State) {
        let isFirst = state.withLock { state in
            guard state == .open else { return false }
            state = word
            return true
        }
        if isFirst { bell.signal() }
    }

    /// Blocks the appliance's own thread.
    ///
    /// - Throws: `CancellationError` when it was called off.
    func wait() throws {
        bell.wait()
        guard state.withLock({ $0 == .given }) else { throw CancellationError() }
    }
}

/// An appliance that stood by is not fit: the guest was not changed, and another one has to do it.
package struct StandbyUnfit: Error {
    package var because: String
}
