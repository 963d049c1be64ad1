package import Adaptation
package import Estate

/// What a run knows of the things that it makes and changes. Each step adds its part; resume and undo read it, and never
/// today's plan or options.
package struct RunFacts: Sendable, Hashable, Codable {
    package var source: SourceFacts?
    package var images: ImageFacts?
    package var machine: MachineFacts?
    /// What the guest needs of its VM, as it was last looked at.
    package var needs: MachineNeeds?
    /// The last start of the copy before the service stops.
    package var rehearsed: RehearsalFacts?
    /// Commands that start the service again on the source.
    package var resume: [String]?
    package var stopped: StoppedFacts?
    /// The adaptation leaves its note in the guest.
    package var leavesMark: Bool?
    package var power: PowerFacts?
    /// Proofs that something answered right before the VM was started.
    package var answeredBefore: [String]?
    package var statement: StatementFacts?

    package init() {}

    /// Adds what `other` knows; what it says anew replaces what was known.
    package mutating func merge(_ other: RunFacts) {
        source = other.source ?? source
        images = other.images ?? images
        machine = other.machine ?? machine
        needs = other.needs ?? needs
        rehearsed = other.rehearsed ?? rehearsed
        resume = other.resume ?? resume
        stopped = other.stopped ?? stopped
        leavesMark = other.leavesMark ?? leavesMark
        power = other.power ?? power
        answeredBefore = other.answeredBefore ?? answeredBefore
        statement = other.statement ?? statement
    }

    package static func with(_ change: (inout RunFacts) -> Void) -> RunFacts {
        var facts = RunFacts()
        change(&facts)
        return facts
    }
}

/// The physical server while it was known to be on.
package struct SourceFacts: Sendable, Hashable, Codable {
    package var address: String
    /// On which ways it answered: only these can prove later that it is off.
    package var ways: [String]
    /// The note of an adaptation that it has itself, from an earlier life as a VM.
    package var mark: String?
}

/// Images, and where they are.
package struct ImageFacts: Sendable, Hashable, Codable {
    /// Of the SR: `nfs://nfs1/sr`.
    package var store: String
    package var names: [String]
}

/// The VM: ours is what has this UUID and this origin, whatever it is called.
package struct MachineFacts: Sendable, Hashable, Codable {
    package var pool: String
    package var name: String
    package var uuid: String
    package var host: String
    package var origin: MachineDefinition.Origin
}

/// When a copy has started, and what was seen.
package struct RehearsalFacts: Sendable, Hashable, Codable {
    package var at: Moment
    package var seen: String
}

/// The source as the cut-over left it.
package struct StoppedFacts: Sendable, Hashable, Codable {
    package var bootID: String
    /// Services that its commands stopped; empty where nothing can say which.
    package var units: [String]
}

/// What became of the source.
package enum PowerFacts: String, Sendable, Hashable, Codable {
    /// Told to power off, and silent over two ways since.
    case provedOff
    /// The operator says so.
    case statedOff
    /// It was to stay on: the VM cannot meet it.
    case leftOn

    /// A VM may hold the newest data: the source is never started again by p2v.
    package var isOff: Bool { self != .leftOn }
}

/// What the operator vouches for, with name and time.
package struct StatementFacts: Sendable, Hashable, Codable {
    package var who: String
    package var at: Moment
    package var says: String

    package init(who: String, at: Moment, says: String) {
        self.who = who
        self.at = at
        self.says = says
    }
}
