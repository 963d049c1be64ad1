internal import Estate

/// A VM as the balancer sees it.
package struct BalanceMachine: Sendable, Hashable, Codable {
    package var name: String
    package var host: String
    package var vcpus: Int
    /// Memory that the host must set aside for it, in MiB.
    package var memoryMiB: Int
    /// Load over the policy's window.
    package var load: BalanceLoad
    /// Cores busy hour by hour over the window (24 or 168 values, all VMs alike); empty when only `load` is known.
    package var hourlyCores: [Double]
    /// The same of disk and network, in bytes per second. Memory has no hours: all of it is set aside all the time.
    package var hourlyDisk: [Double] = []
    package var hourlyNetwork: [Double] = []
    /// May not be moved by balancing, with the reason.
    package var pinned: String?
    /// What its host must offer.
    package var needs: [String]
    /// Bytes dirtied per second, where measured; for the predicted cost of a move.
    package var dirtyBytesPerSecond: Double?
    /// Last move: when (seconds since 1970) and from which host.
    package var movedAt: Double?
    package var movedFrom: String?
    /// Restart order after a host loss: lower first.
    package var priority: Int

    package init(
        name: String, host: String, vcpus: Int, memoryMiB: Int, load: BalanceLoad = BalanceLoad(),
        hourlyCores: [Double] = [],
        pinned: String? = nil, needs: [String] = [], dirtyBytesPerSecond: Double? = nil, movedAt: Double? = nil,
        movedFrom: String? = nil, priority: Int = 100
    ) {
        self.name = name
        self.host = host
        self.vcpus = vcpus
        self.memoryMiB = memoryMiB
        self.load = load
        self.hourlyCores = hourlyCores
        self.pinned = pinned
        self.needs = needs
        self.dirtyBytesPerSecond = dirtyBytesPerSecond
        self.movedAt = movedAt
        self.movedFrom = movedFrom
        self.priority = priority
    }

    private enum Key: String, CodingKey {
        case name, host, vcpus, memoryMiB, load, hourlyCores, hourlyDisk, hourlyNetwork, pinned, needs
        case dirtyBytesPerSecond, movedAt, movedFrom, priority
    }

    /// Only name, host, vcpus and memory are required in a file.
    package init(from decoder: any Decoder) throws {
        let box = try decoder.container(keyedBy: Key.self)
        name = try box.decode(String.self, forKey: .name)
        host = try box.decode(String.self, forKey: .host)
        vcpus = try box.decode(Int.self, forKey: .vcpus)
        memoryMiB = try box.decode(Int.self, forKey: .memoryMiB)
        load = try box.decodeIfPresent(BalanceLoad.self, forKey: .load) ?? BalanceLoad()
        hourlyCores = try box.decodeIfPresent([Double].self, forKey: .hourlyCores) ?? []
        hourlyDisk = try box.decodeIfPresent([Double].self, forKey: .hourlyDisk) ?? []
        hourlyNetwork = try box.decodeIfPresent([Double].self, forKey: .hourlyNetwork) ?? []
        pinned = try box.decodeIfPresent(String.self, forKey: .pinned)
        needs = try box.decodeIfPresent([String].self, forKey: .needs) ?? []
        dirtyBytesPerSecond = try box.decodeIfPresent(Double.self, forKey: .dirtyBytesPerSecond)
        movedAt = try box.decodeIfPresent(Double.self, forKey: .movedAt)
        movedFrom = try box.decodeIfPresent(String.self, forKey: .movedFrom)
        priority = try box.decodeIfPresent(Int.self, forKey: .priority) ?? 100
    }
}
