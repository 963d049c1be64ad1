internal import Synchronization

/// Collects reasons inside a filter.
final class Findings: Sendable {
    private let found = Mutex<[String]>([])

    func add(_ line: String) { found.withLock { $0.append(line) } }

    var lines: [String] { found.withLock { $0 } }
}
