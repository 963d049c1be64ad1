internal import Estate

/// A VM as the balancer sees it.
public struct BalanceMachine: Sendable, Hashable, Codable {
    public var name: String
    public var host: String
    public var vcpus: Int
    /// Memory that the host must set aside for it, in MiB.
    public var memoryMiB: Int
    /// Load over the policy's window.
    public var load: BalanceLoad
    /// Cores busy hour by hour over the window (24 or 168 values, all VMs alike); empty when only `load` is known.
    public var hourlyCores: [Double]
    /// The same of disk and network, in bytes per second. Memory has no hours: all of it is set aside all the time.
    public var hourlyDisk: [Double] = []
    public var hourlyNetwork: [Double] = []
    /// May not be moved by balancing, with the reason.
    public var pinned: String?
    /// What its host must offer.
    public var needs: [String]
    /// Bytes dirtied per second, where measured; for the predicted cost of a move.
    public var dirtyBytesPerSecond: Double?
    /// Last move: when (seconds since 1970) and from which host.
    public var movedAt: Double?
    public var movedFrom: String?
    /// Restart order after a host loss: lower first.
    public var priority: Int

    public init(
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
    public init(from decoder: any Decoder) throws {
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
