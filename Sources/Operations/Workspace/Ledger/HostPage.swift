package import Balancer
package import Estate

/// What a host ran when it was last seen: all that is known of its VMs once it is dead.
package struct HostPage: Sendable, Hashable, Codable {
    package var host: String
    package var machines: [BalanceMachine]
    /// Each VM's definition, as its pool exports it. May hold secrets: a page is for its owner's eyes.
    package var definitions: [String: String]
    /// Images of each VM.
    package var disks: [String: [String]]?
    /// When it was first seen to be so.
    package var seenAt: Moment

    package init(
        host: String, machines: [BalanceMachine], definitions: [String: String], disks: [String: [String]]?,
        seenAt: Moment
    ) {
        self.host = host
        self.machines = machines.map(\.withoutLoad)
        self.definitions = definitions
        self.disks = disks
        self.seenAt = seenAt
    }

    func says(as other: HostPage) -> Bool {
        machines == other.machines && definitions == other.definitions && disks == other.disks
    }
}

extension BalanceMachine {
    /// Load changes with every look; what is kept of a machine must not. That nobody knew whether it ran is kept.
    fileprivate var withoutLoad: BalanceMachine {
        var copy = self
        copy.load = BalanceLoad()
        copy.hourlyCores = []
        copy.hourlyDisk = []
        copy.hourlyNetwork = []
        if pinned != PoolObserver.stateUnseen { copy.pinned = nil }
        copy.movedAt = nil
        copy.movedFrom = nil
        return copy
    }
}
