import Checker
import Estate

/// A sound plan with every kind of rule and promise, and what it is judged against.
struct CheckedWorld {
    var plan: Plan
    var hosts: [Host]
    var demands: [Demand]
    var storage: [StorageRepository]

    /// Six servers on three hosts, N+1, two waves.
    static let sound: CheckedWorld = {
        let rates = Rates(diskOperations: 1000, diskBytes: 1e9, networkBytes: 1e9)
        let hosts = ["hosta", "hostb", "hostc"].map { name in
            var host = Host(
                name: name, cpus: 8, memoryBytes: 16 << 30, freeMemoryBytes: 16 << 30, hypervisor: "kvm", versions: [])
            host.rates = rates
            return host
        }
        let places = ["hosta", "hosta", "hostb", "hostb", "hostc", "hostc"]
        let servers = places.enumerated().map { server("s\($0.offset)", on: $0.element) }
        var plan = Plan(
            pool: "office", inventoryDigest: "", poolDigest: "", policy: PlanPolicy(survive: 1), rules: rules,
            hostsUsed: 3, hostsLowerBound: 1, servers: servers, leftOut: [LeftOut(server: "fax", reason: "ISDN card")])
        plan.waves = [wave("wave 1", ["s0", "s1", "s2"]), wave("wave 2", ["s3", "s4", "s5"])]
        let demands = servers.map { demand($0.server, cores: 0.5, rate: 10) }
        let storage = StorageRepository(
            name: "sr1", url: "nfs://nfs1/sr", totalBytes: 1 << 40, freeBytes: 1 << 40, isDefault: true, rates: rates)
        return CheckedWorld(plan: plan, hosts: hosts, demands: demands, storage: [storage])
    }()

    private static let rules = Rules(
        apart: [Apart(servers: ["s0", "s2"])], together: [Together(servers: ["s0", "s1"])],
        pinned: [Pinned(servers: ["s2"], hosts: ["hostb"])], banned: [Banned(servers: ["s3"], hosts: ["hosta"])],
        atMost: [AtMost(count: 1, servers: ["s1", "s4"], hosts: ["hosta"])],
        licences: [LicenceGroup(servers: ["s2", "s3"], hosts: 1)], needs: [Needs(servers: ["s0"], features: ["ssd"])],
        hostFeatures: [HostFeatures(host: "hosta", features: ["ssd"])], sameWave: [SameWave(servers: ["s0", "s1"])],
        leaveOut: [LeaveOut(server: "fax", reason: "ISDN card")])

    static func server(_ name: String, on host: String) -> PlannedServer {
        PlannedServer(
            server: name, address: "ssh://root@\(name)", host: host, storage: "sr1", vcpus: 2, memoryMiB: 1024,
            firmware: .bios,
            disks: [
                PlannedDisk(device: "/dev/sda", bytes: 10 << 30, serial: nil, image: "\(name).qcow2", format: "qcow2")
            ], interfaces: [], cutOver: CutOver(quiesce: [], resume: [], powerOffSource: true), proof: [], reasons: [])
    }

    private static func wave(_ name: String, _ servers: [String]) -> Wave {
        Wave(
            name: name,
            servers: servers.map {
                Wave.Member(
                    server: $0, start: Moment(seconds: 0), finish: Moment(seconds: 60), copySeconds: 30,
                    outageSeconds: 30)
            }, switchOff: servers, reason: "small")
    }

    static func demand(_ server: String, cores: Double, rate: Double) -> Demand {
        let flat = { (value: Double) in [Double](repeating: value, count: Demand.hours) }
        return Demand(
            server: server, cores: flat(cores), diskOperations: flat(rate), diskBytes: flat(rate),
            networkBytes: flat(rate), confidence: 1, hoursObserved: 672)
    }

    var findings: [String] {
        PlanCheck.findings(plan: plan, hosts: hosts, demands: demands, storage: storage)
    }
}
