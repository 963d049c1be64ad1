import Synchronization

/// What happened, in order.
final class Trace: Sendable {
    private let all = Mutex<[String]>([])
    var lines: [String] { all.withLock { $0 } }
    func add(_ line: String) { all.withLock { $0.append(line) } }
    func clear() { all.withLock { $0 = [] } }
}
