public import Estate

/// What of the lab runs: `p2v lab status --json`.
public struct LabStatus: Sendable, Hashable, Codable {
    public static let format = "p2v-lab/1"

    public enum State: String, Sendable, Hashable, Codable {
        /// Nothing of it runs.
        case down
        /// All of the pool runs. The server may be off: after its conversion it has to be.
        case up
        /// Some of it runs; `p2v lab up` repairs it.
        case broken
    }

    public struct Part: Sendable, Hashable, Codable {
        public var name: String
        public var role: String
        public var address: String?
        public var running: Bool
        /// When its first process started.
        public var since: Moment?
        /// Its first process, seen from this machine.
        public var pid: Int32?
    }

    public var format = Self.format
    public var state: State
    public var cache: String
    public var pool: String
    public var store: String
    public var parts: [Part]

    init(cache: String, complete: Bool, pool: String, store: String, parts: [Part]) {
        self.cache = cache
        self.pool = pool
        self.store = store
        self.parts = parts
        state = Self.state(complete: complete, parts: parts)
    }

    static func state(complete: Bool, parts: [Part]) -> State {
        let needed = parts.filter { $0.name != Node.dns01.rawValue }
        if complete, needed.allSatisfy({ $0.running }) { return .up }
        return parts.contains { $0.running } || complete ? .broken : .down
    }

    /// `btime` of `/proc/stat` (proc(5)): seconds since 1970 at which the machine started.
    static func bootTime(_ text: String) -> Double {
        for line in text.split(separator: "\n") where line.hasPrefix("btime ") {
            return Double(line.dropFirst(6)) ?? 0
        }
        return 0
    }
}
