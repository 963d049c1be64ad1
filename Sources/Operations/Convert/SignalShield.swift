internal import Glibc
internal import Synchronization

/// Keeps Ctrl-C and SIGTERM from ending the process while something is put back: the first one stopped the run, and a
/// second one must not leave a service stopped. Several servers may be put back side by side: the shield is up until the
/// last of them is done.
package enum SignalShield {
    private struct State {
        var depth = 0
        var before: [(number: Int32, handler: __sighandler_t?)] = []
    }

    private static let state = Mutex(State())

    package static var isUp: Bool { state.withLock { $0.depth > 0 } }

    package static func during(_ body: @Sendable () async -> Void) async {
        raise()
        await body()
        lower()
    }

    private static func raise() {
        state.withLock { state in
            state.depth += 1
            guard state.depth == 1 else { return }
            state.before = [SIGINT, SIGTERM].map { ($0, signal($0) { _ in }) }
        }
    }

    private static func lower() {
        state.withLock { state in
            state.depth -= 1
            guard state.depth == 0 else { return }
            for old in state.before { signal(old.number, old.handler) }
            state.before = []
        }
    }
}
