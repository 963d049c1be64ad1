package import Estate
internal import Terminal

/// One command of p2v that was started for somebody who may be gone before it ends: `p2v-task/1`.
package struct TaskOrder: Sendable, Hashable, Codable {
    package static let format = "p2v-task/1"

    package var format = Self.format
    package var id: String
    /// The command, as an operator writes it: `p2v migrate dns01 --to hostb`.
    package var command: String
    /// All that p2v is given, store and pool among it.
    package var words: [String]
    package var store: String
    /// Who wanted it, as he called himself, and why.
    package var who: String
    package var because: String
    package var begunAt: Moment
}

extension TaskOrder {
    /// Of a record's detail; nil where it is none.
    package static func read(_ text: String) -> TaskOrder? {
        try? JSONText.decode(TaskOrder.self, from: text, source: "a record")
    }
}

extension TaskEnd {
    package static func read(_ text: String) -> TaskEnd? {
        try? JSONText.decode(TaskEnd.self, from: text, source: "a record")
    }
}

/// A task and how it stands.
package struct TaskSeen: Sendable, Hashable, Codable {
    package enum Standing: String, Sendable, Hashable, Codable {
        case starting
        case running
        case ended
        /// It was killed, or its machine was: what it has done, the run it began knows.
        case silent
    }

    package var order: TaskOrder
    package var standing: Standing
    /// Of one that has ended.
    package var end: TaskEnd?
}

/// How a task ended.
package struct TaskEnd: Sendable, Hashable, Codable {
    package var exit: Int32
    package var at: Moment
    /// Why the end is not in the record; nil when it is.
    package var notRecorded: String?

    package init(exit: Int32, at: Moment, notRecorded: String? = nil) {
        (self.exit, self.at, self.notRecorded) = (exit, at, notRecorded)
    }

    /// What the exit code says.
    package var words: String {
        switch Exit(rawValue: exit) {
        case .done: "done"
        case .changesPending: "there is something to do"
        case .refused: "refused, nothing was changed"
        case .busy: "another p2v holds the lease"
        case .unproved: "done, and what followed could not be proved"
        case .partly: "done in part"
        case .misunderstood: "not understood"
        case .interrupted: "stopped"
        case .error: "failed"
        case nil: "ended with \(exit)"
        }
    }
}
