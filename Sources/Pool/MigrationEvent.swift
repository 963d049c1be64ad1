/// Something that the hypervisor said during a migration.
package struct MigrationEvent: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        /// The destination made a (paused) guest ready.
        case started
        /// The guest was paused on the host it leaves.
        case suspended
        /// The guest runs: on the destination, or again on the source after a failure.
        case resumed
        /// The guest's remains on the source are gone.
        case stopped
        /// A pass over the memory began, counted from 1.
        case iteration(Int)
        /// The job's statistics are final.
        case jobCompleted
    }

    package var kind: Kind
    package var host: String
    /// CLOCK_MONOTONIC of this machine, taken as the event came in.
    package var monotonicNanoseconds: UInt64

    package init(kind: Kind, host: String, monotonicNanoseconds: UInt64) {
        self.kind = kind
        self.host = host
        self.monotonicNanoseconds = monotonicNanoseconds
    }

    /// `suspended`, `iteration 3`: as reports name it.
    package var name: String {
        switch kind {
        case .started: "started"
        case .suspended: "suspended"
        case .resumed: "resumed"
        case .stopped: "stopped"
        case .iteration(let number): "iteration \(number)"
        case .jobCompleted: "job completed"
        }
    }
}
