/// A host as the balancer sees it.
package struct BalanceHost: Sendable, Hashable, Codable {
    package enum State: String, Sendable, Hashable, Codable {
        case active
        /// Nothing may be placed here; its VMs stay until the host is evacuated.
        case maintenance
        /// It does not answer: nothing enters, nothing can leave.
        case lost
    }

    package var name: String
    /// Physical cores (or threads, as the pool counts them).
    package var cores: Double
    /// All of its RAM, in MiB.
    package var memoryMiB: Int
    /// RAM that VMs cannot have: the host's own, and unaccounted use.
    package var reservedMiB: Int
    package var diskBytesPerSecond: Double?
    package var networkBytesPerSecond: Double?
    package var state: State
    /// What VMs may need of it: CPU level, storage, networks, licences: `cpu:x86-64-v3`, `sr:nfs1`.
    package var offers: [String]
    /// Hard limit of virtual CPUs over physical ones; nil for none.
    package var vcpuRatioLimit: Double?
    /// Watts at idle, for the saving of a host that is powered off.
    package var idleWatts: Double?

    package init(
        name: String, cores: Double, memoryMiB: Int, reservedMiB: Int = 0, diskBytesPerSecond: Double? = nil,
        networkBytesPerSecond: Double? = nil, state: State = .active, offers: [String] = [],
        vcpuRatioLimit: Double? = nil, idleWatts: Double? = nil
    ) {
        self.name = name
        self.cores = cores
        self.memoryMiB = memoryMiB
        self.reservedMiB = reservedMiB
        self.diskBytesPerSecond = diskBytesPerSecond
        self.networkBytesPerSecond = networkBytesPerSecond
        self.state = state
        self.offers = offers
        self.vcpuRatioLimit = vcpuRatioLimit
        self.idleWatts = idleWatts
    }

    private enum Key: String, CodingKey {
        case name, cores, memoryMiB, reservedMiB, diskBytesPerSecond, networkBytesPerSecond, state, offers
        case vcpuRatioLimit, idleWatts
    }

    /// Only name, cores and memory are required in a file.
    package init(from decoder: any Decoder) throws {
        let box = try decoder.container(keyedBy: Key.self)
        name = try box.decode(String.self, forKey: .name)
        cores = try box.decode(Double.self, forKey: .cores)
        memoryMiB = try box.decode(Int.self, forKey: .memoryMiB)
        reservedMiB = try box.decodeIfPresent(Int.self, forKey: .reservedMiB) ?? 0
        diskBytesPerSecond = try box.decodeIfPresent(Double.self, forKey: .diskBytesPerSecond)
        networkBytesPerSecond = try box.decodeIfPresent(Double.self, forKey: .networkBytesPerSecond)
        state = try box.decodeIfPresent(State.self, forKey: .state) ?? .active
        offers = try box.decodeIfPresent([String].self, forKey: .offers) ?? []
        vcpuRatioLimit = try box.decodeIfPresent(Double.self, forKey: .vcpuRatioLimit)
        idleWatts = try box.decodeIfPresent(Double.self, forKey: .idleWatts)
    }
}
