package import Estate

/// A pool without hosts: everything happens in memory. It is for scale (thousands of machines) and for tests, and its
/// ``Features/simulated`` says so. It keeps the same contract as the real ones.
package actor SimulatedPool: Pool {
    /// How the imagined hardware behaves.
    package struct Physics: Sendable, Hashable {
        /// Bytes a second between two hosts.
        package var linkBytesPerSecond: Double
        /// Bytes of memory that a guest writes in a second.
        package var dirtyBytesPerSecond: Double
        /// Real seconds for one simulated second; 0 does everything at once.
        package var pace: Double

        package init(
            linkBytesPerSecond: Double = 112 * 1_048_576, dirtyBytesPerSecond: Double = 1_048_576, pace: Double = 0
        ) {
            self.linkBytesPerSecond = linkBytesPerSecond
            self.dirtyBytesPerSecond = dirtyBytesPerSecond
            self.pace = pace
        }
    }

    struct Entry: Sendable {
        var machine: Machine
        var images: [ImageName]
        var load: LoadSample?
        var hasLinks = true

        var active: Bool { machine.state != .shutOff }
    }

    package nonisolated let name: String
    let physics: Physics
    let repositories: [StorageRepository]
    let networks: Set<String>
    let hidden: Features
    var linksChange: (@Sendable (_ up: Bool) async -> Void)?
    var hostList: [Host]
    var entries: [Entry] = []
    var migrations: [String: SimulatedMigration] = [:]

    /// - Parameters:
    ///   - hosts: their `freeMemoryBytes` is computed from the running machines, whatever it says.
    ///   - networks: what every host has.
    ///   - hidden: features that it does not have.
    package init(
        name: String = "simulated", hosts: [Host], storage: [StorageRepository] = [], physics: Physics = Physics(),
        networks: Set<String> = ["br0", "xenbr0"], without hidden: Features = []
    ) {
        self.hidden = hidden
        self.networks = networks
        self.name = name
        self.physics = physics
        hostList = hosts
        repositories = storage
    }

    package nonisolated var features: Features {
        Features([.simulated, .maxDowntime, .bandwidth, .dirtyRate, .migrationEvents, .jobStatistics, .links])
            .subtracting(hidden)
    }

    // MARK: Inventory

    package func hosts() -> [Host] {
        hostList.map { host in
            var host = host
            let used = entries.filter { $0.machine.host == host.name && $0.active }.map(\.machine.memoryBytes)
                .reduce(0, +)
            host.because = host.reachable ? nil : "it does not answer"
            host.freeMemoryBytes = host.memoryBytes > used ? host.memoryBytes - used : 0
            return host
        }
    }

    package func machines() -> [Machine] {
        let reachable = Set(hostList.filter(\.reachable).map(\.name))
        return entries.map(\.machine).filter { reachable.contains($0.host) }
            .sorted { ($0.name, $0.host) < ($1.name, $1.host) }
    }

    package func storage() -> [StorageRepository] { repositories }

    // MARK: What a test or a demonstration sets

    /// A machine that is there already, as found.
    package func add(_ machine: Machine, load: LoadSample? = nil) {
        entries.append(Entry(machine: machine, images: machine.disks.map { ImageName($0) }, load: load))
    }

    package func setLoad(_ load: LoadSample, of machine: String) {
        for index in entries.indices where entries[index].machine.name == machine { entries[index].load = load }
    }

    package func setReachable(_ reachable: Bool, _ host: String) {
        for index in hostList.indices where hostList[index].name == host { hostList[index].reachable = reachable }
    }

    /// - Parameter tell: hears of each change of links, before it counts.
    package func watchLinks(_ tell: @escaping @Sendable (_ up: Bool) async -> Void) { linksChange = tell }

    package func setMaintenance(_ maintenance: Bool, _ host: String) {
        for index in hostList.indices where hostList[index].name == host { hostList[index].inMaintenance = maintenance }
    }

    // MARK: Finding things

    func reach(_ host: String) throws(Failure) -> Host {
        guard let found = hosts().first(where: { $0.name == host }) else {
            throw Failure(
                "reach the host", on: host, because: "the pool does not have it",
                next: "choose one of \(hostList.map(\.name).joined(separator: ", "))", exit: .refused)
        }
        guard found.reachable else {
            throw Failure("reach the host", on: host, because: "it does not answer", next: "bring it back")
        }
        return found
    }

    func index(_ machine: String, on host: String, to attempt: String) throws(Failure) -> Int {
        _ = try reach(host)
        if let index = entries.firstIndex(where: { $0.machine.name == machine && $0.machine.host == host }) {
            return index
        }
        throw Failure(
            attempt, on: machine, because: "\(host) knows no machine of that name",
            next: "see `p2v pool` for the machines there are")
    }
}
