package import Estate

/// What of the lab runs: `p2v lab status --json`.
package struct LabStatus: Sendable, Hashable, Codable {
    package static let format = "p2v-lab/1"

    package enum State: String, Sendable, Hashable, Codable {
        /// Nothing of it runs.
        case down
        /// All of the pool runs. Servers may be off: after their conversion they have to be.
        case up
        /// Some of it runs; `p2v lab up` repairs it.
        case broken
    }

    package struct Part: Sendable, Hashable, Codable {
        package var name: String
        package var role: String
        package var address: String?
        package var running: Bool
        /// When its first process started.
        package var since: Moment?
        /// Its first process, seen from this machine.
        package var pid: Int32?
    }

    package var format = Self.format
    package var state: State
    package var cache: String
    package var pool: String
    package var store: String
    package var parts: [Part]

    init(cache: String, complete: Bool, pool: String, store: String, parts: [Part]) {
        self.cache = cache
        self.pool = pool
        self.store = store
        self.parts = parts
        state = Self.state(complete: complete, parts: parts)
    }

    static func state(complete: Bool, parts: [Part]) -> State {
        let needed = parts.filter { part in !Node.servers.contains { $0.rawValue == part.name } }
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
