import Estate
import TestSupport

@testable import Planner

/// Small offices of every kind: one to four unlike hosts, two SRs, rules that may contradict each other, weekly load.
struct RandomInventory {
    private var random: SeededRandom

    init(seed: UInt64) { random = SeededRandom(seed) }

    mutating func request() throws -> PlanRequest {
        let hosts = (0..<pick([1, 2, 3, 3, 4, 4])).map { host("h\($0)") }
        let servers = (0..<Int.random(in: 1...6, using: &random)).map { server($0) }
        let names = servers.map(\.name)
        var policy = PlanPolicy(
            memoryHeadroomPercent: pick([0, 5, 12.5]), loadHeadroomPercent: pick([0, 20, 33.3]),
            hostOverheadMiB: pick([0, 256]), machineOverheadMiB: pick([0, 64, 100]), vcpusPerCPU: pick([1, 1.5, 4]),
            survive: min(hosts.count - 1, pick([0, 0, 0, 1, 1, 2])))
        if chance(4) { policy.memoryOvercommit = 1.25 }
        let inventory = Inventory(
            format: Inventory.format,
            pool: PoolConfiguration(
                name: "p", hosts: hosts,
                storage: [storage("sr1", isDefault: true), storage("sr2", isDefault: false)], network: "br0"),
            servers: servers, rules: rules(names, hosts.map(\.name)), policy: policy)
        return try inventory.request()
    }

    private mutating func chance(_ of: Int) -> Bool { Int.random(in: 0..<of, using: &random) == 0 }

    private mutating func pick<Value>(_ values: [Value]) -> Value {
        values[Int.random(in: values.indices, using: &random)]
    }

    private mutating func host(_ name: String) -> PoolConfiguration.Member {
        var member = PoolConfiguration.Member(name: name, uri: "qemu+tls://\(name)/system")
        member.cpus = pick([4, 8, 12, 16])
        member.memoryMiB = pick([6000, 12_288, 20_000, 32_768])
        member.inMaintenance = chance(12)
        if chance(3) { member.rates = Rates(diskOperations: pick([500, 1000]), diskBytes: nil, networkBytes: 1e8) }
        return member
    }

    private mutating func storage(_ name: String, isDefault: Bool) -> PoolConfiguration.Repository {
        var repository = PoolConfiguration.Repository(name: name, url: "nfs://n/\(name)", isDefault: isDefault)
        repository.freeGiB = chance(3) ? nil : pick([60, 150, 400, 400])
        repository.thin = chance(2)
        if chance(4) { repository.rates = Rates(diskOperations: 1500, diskBytes: nil, networkBytes: nil) }
        return repository
    }

    private mutating func server(_ at: Int) -> Inventory.Server {
        let threads = pick([1, 1, 2, 2, 4, 6])
        let disks = (0..<Int.random(in: 1...2, using: &random)).map { _ in pick([10, 20, 30, 40]) }
        var server = Inventory.Server(
            name: "s\(at)", address: "10.0.0.\(at + 1)", mac: "52:54:00:00:00:0\(at)", threads: threads,
            memoryMiB: pick([512, 1024, 3000, 4096, 7000]), disksGiB: disks,
            services: chance(2) ? ["dnsmasq:53"] : nil, load: chance(2) ? load(threads) : nil)
        if chance(2) { server.usedGiB = disks.map { Int.random(in: 0...$0, using: &random) } }
        if chance(3) { server.owner = pick(["Ada", "Bob"]) }
        return server
    }

    /// Its clocks go forward once.
    static let zone = ZoneClock { $0.seconds < 1_785_000_000 ? 3600 : 7200 }

    /// Windows of a night, some days of which are left out.
    mutating func schedule() -> SchedulePolicy {
        let start = 1_772_481_600 + Double(Int.random(in: 0...20_000_000, using: &random))
        let today = CivilTime(Moment(seconds: start)).date.days
        return SchedulePolicy(
            start: Moment(seconds: start), windowHours: pick([2, 4, 0.7, 9]), everyHours: pick([24, 168, 12, 9]),
            mostServers: pick([1, 2, 8]), parallelCopies: pick([1, 2, 3]), bytesPerSecond: pick([2e7, 1e8, 3.7e8]),
            notOn: (0..<pick([0, 0, 2])).map { _ in CivilDate(days: today + Int.random(in: 0...3, using: &random)) },
            zone: Self.zone, zoneName: "Somewhere")
    }

    private mutating func load(_ threads: Int) -> Inventory.WeeklyLoad {
        let busy = Double(threads) * Double.random(in: 0.05...1.3, using: &random)
        let from = Int.random(in: 0...20, using: &random)
        return Inventory.WeeklyLoad(
            quiet: busy * Double.random(in: 0...1, using: &random), busy: busy, from: from,
            to: Int.random(in: from...24, using: &random), weekdays: chance(2),
            diskOperations: chance(2) ? Double(pick([50, 400, 700])) : nil, networkBytes: chance(3) ? 4e7 : nil)
    }

    private mutating func rules(_ servers: [String], _ hosts: [String]) -> Rules {
        var rules = Rules()
        guard servers.count > 1, !chance(3) else { return rules }
        let two = { (random: inout SeededRandom) in Array(servers.shuffled(using: &random).prefix(2)) }
        let some = { (random: inout SeededRandom) in
            Array(hosts.shuffled(using: &random).prefix(Int.random(in: 1...hosts.count, using: &random)))
        }
        if chance(2) { rules.apart = [Apart(servers: two(&random))] }
        if chance(3) { rules.together = [Together(servers: two(&random))] }
        if chance(4) { rules.pinned = [Pinned(servers: [pick(servers)], hosts: some(&random))] }
        if chance(4) { rules.banned = [Banned(servers: [pick(servers)], hosts: [pick(hosts)])] }
        if chance(5) { rules.atMost = [AtMost(count: 1, servers: two(&random), hosts: some(&random))] }
        if chance(5) { rules.licences = [LicenceGroup(servers: two(&random), hosts: 1)] }
        if chance(6) { rules.leaveOut = [LeaveOut(server: pick(servers), reason: "it is a door")] }
        if chance(6) {
            rules.needs = [Needs(servers: [pick(servers)], features: ["ssd"])]
            rules.hostFeatures = [HostFeatures(host: pick(hosts), features: ["ssd"])]
        }
        return rules
    }
}
