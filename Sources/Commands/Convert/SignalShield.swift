internal import Glibc
internal import Synchronization

/// Keeps Ctrl-C and SIGTERM from ending the process while something is put back: the first one stopped the run, and a
/// second one must not leave a service stopped.
enum SignalShield {
    private static let depth = Mutex(0)

    static var isUp: Bool { depth.withLock { $0 > 0 } }

    static func during(_ body: @Sendable () async -> Void) async {
        depth.withLock { $0 += 1 }
        let before = [SIGINT, SIGTERM].map { ($0, signal($0) { _ in }) }
        await body()
        for (number, handler) in before { signal(number, handler) }
        depth.withLock { $0 -= 1 }
    }
}
