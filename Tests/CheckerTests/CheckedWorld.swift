import Checker
import Estate
import TestSupport

/// A sound plan with every kind of rule and promise, and what it is judged against.
struct CheckedWorld {
    var plan: Plan
    var hosts: [Host]
    var demands: [Demand]
    var storage: [StorageRepository]
    var origin: PlanOrigin

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
        plan.waves = [wave("wave 1", ["s0", "s1", "s3"], 0), wave("wave 2", ["s2", "s4", "s5"], 86400)]
        plan.waves?[1].owners = ["Ada"]
        plan.calendar = WaveCalendar(zone: "UTC", notOn: CivilDate("1970-12-24").map { [$0] })
        let demands = servers.map { demand($0.server, cores: 0.5, rate: 10) }
        let storage = StorageRepository(
            name: "sr1", url: "nfs://nfs1/sr", totalBytes: 1 << 40, freeBytes: 1 << 40, isDefault: true, rates: rates)
        let profiles = (servers.map(\.server) + ["fax"]).map { profile($0) }
        plan.inventoryDigest = Plan.digest(of: profiles)
        let origin = PlanOrigin(
            profiles: profiles, history: [:], network: "br0", policy: plan.policy, rules: rules, isWhole: true)
        return CheckedWorld(plan: plan, hosts: hosts, demands: demands, storage: [storage], origin: origin)
    }()

    static func profile(_ name: String) -> ServerProfile {
        let socket = ListeningSocket(transport: "tcp", address: "0.0.0.0", port: 53, process: "dnsmasq")
        return holding(
            2 << 30,
            Fixture.profile(name, memoryMiB: 1024, threads: 2, diskBytes: 10 << 30, listeners: [socket]))
    }

    /// The same server with one file system over its disk.
    ///
    /// - Parameter used: bytes that the file system calls used.
    static func holding(_ used: UInt64, _ profile: ServerProfile) -> ServerProfile {
        guard var disk = profile.disks.value?.first else { return profile }
        var profile = profile
        let device = disk.device + "1"
        disk.volumes = [
            Volume(
                device: device, kind: "part", parent: disk.device, bytes: disk.bytes, content: "ext4", uuid: nil,
                label: nil, partitionUUID: nil, partitionType: nil, mountPoint: "/")
        ]
        profile.disks = .known([disk])
        profile.mounts = .known([
            Mount(source: device, target: "/", type: "ext4", options: "rw", bytes: disk.bytes, usedBytes: used)
        ])
        return profile
    }

    private static let rules = Rules(
        apart: [Apart(servers: ["s0", "s2"])], together: [Together(servers: ["s0", "s1"])],
        pinned: [Pinned(servers: ["s2"], hosts: ["hostb"])], banned: [Banned(servers: ["s3"], hosts: ["hosta"])],
        atMost: [AtMost(count: 1, servers: ["s1", "s4"], hosts: ["hosta"])],
        licences: [LicenceGroup(servers: ["s2", "s3"], hosts: 1)], needs: [Needs(servers: ["s0"], features: ["ssd"])],
        hostFeatures: [HostFeatures(host: "hosta", features: ["ssd"])], sameWave: [SameWave(servers: ["s0", "s1"])],
        leaveOut: [LeaveOut(server: "fax", reason: "ISDN card")], owners: [Owner(servers: ["s4"], owner: "Ada")])

    static func server(_ name: String, on host: String) -> PlannedServer {
        var disk = PlannedDisk(
            device: "/dev/sda", bytes: 10 << 30, serial: nil, image: "\(name).qcow2", format: "qcow2")
        disk.usedBytes = 3 << 30
        return PlannedServer(
            server: name, address: "ssh://root@\(name)", host: host, storage: "sr1", vcpus: 2, memoryMiB: 1024,
            firmware: .bios,
            disks: [disk], interfaces: [PlannedInterface(name: "eth0", mac: "52:54:00:00:00:01", network: "br0")],
            cutOver: CutOver(
                quiesce: ["systemctl stop dnsmasq"], resume: ["systemctl start dnsmasq"], powerOffSource: true),
            proof: ["ping:10.77.0.53"], reasons: [])
    }

    private static func wave(_ name: String, _ servers: [String], _ opens: Double) -> Wave {
        Wave(
            name: name,
            servers: servers.map {
                Wave.Member(
                    server: $0, start: Moment(seconds: opens), finish: Moment(seconds: opens + 60), copySeconds: 30,
                    outageSeconds: 30)
            }, switchOff: servers, reason: "small", opens: Moment(seconds: opens),
            closes: Moment(seconds: opens + 3600))
    }

    static func demand(_ server: String, cores: Double, rate: Double) -> Demand {
        let flat = { (value: Double) in [Double](repeating: value, count: Demand.hours) }
        return Demand(
            server: server, cores: flat(cores), diskOperations: flat(rate), diskBytes: flat(rate),
            networkBytes: flat(rate), confidence: 1, hoursObserved: 672)
    }

    var findings: [String] {
        PlanCheck.findings(plan: plan, hosts: hosts, demands: demands, storage: storage)
            + PlanCheck.lost(plan: plan, from: origin)
            + PlanCheck.stale(plan: plan, profiles: origin.profiles, hosts: hosts)
    }
}
