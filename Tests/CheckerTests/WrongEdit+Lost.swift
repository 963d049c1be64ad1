import Checker
import Estate

extension WrongEdit {
    /// What was seen on the server and is gone from the plan.
    static let lost: [WrongEdit] = [
        always("a server deleted", "is neither planned nor left out") { $0.plan.servers.remove(at: $1) },
        always("a disk dropped", "disk /dev/sda is not copied") { $0.plan.servers[$1].disks = [] },
        always("another disk", "disk /dev/sda is not copied") { $0.plan.servers[$1].disks[0].device = "/dev/sdz" },
        WrongEdit("a disk that is said to be emptier than it is", ", its file systems hold ") { world, pick in
            let server = world.plan.servers[pick].server
            guard let profile = world.origin.profiles.first(where: { $0.name == server }),
                profile.mounts.value?.isEmpty == false
            else { return false }
            world.plan.servers[pick].disks[0].usedBytes = 1 << 20
            return true
        },
        always("another server's address", "it was scanned at ") {
            $0.plan.servers[$1].address = "ssh://root@elsewhere"
        },
        always("another server's MAC address", "no interface has the MAC address") {
            $0.plan.servers[$1].interfaces[0].mac = "52:54:00:ff:ff:ff"
        },
        always("no interface", "no interface is planned") { $0.plan.servers[$1].interfaces = [] },
        always("a network that is not there", "no network is named \"br9\"") {
            $0.plan.servers[$1].interfaces[0].network = "br9"
        },
        always("less memory than is installed, with nothing observed", "what it uses is not known") {
            $0.plan.servers[$1].memoryMiB = 128
        },
        WrongEdit("fewer vCPUs than threads, with nothing observed", "less than a week of its load") { world, pick in
            guard world.plan.servers[pick].vcpus > 1 else { return false }
            world.plan.servers[pick].vcpus -= 1
            return true
        },
        WrongEdit("fewer vCPUs than the busiest hour asks for", "its busiest hour, Monday 02:00 UTC") { world, pick in
            guard world.plan.servers[pick].vcpus > 1 else { return false }
            world.observe(pick, megabytes: 10)
            world.plan.servers[pick].vcpus = 1
            return true
        },
        always("less memory than was used", "are needed for what it used") { world, pick in
            world.observe(pick, megabytes: 200)
            world.plan.servers[pick].memoryMiB = 128
        },
        always("no proof", "no proof that its VM serves") { $0.plan.servers[$1].proof = [] },
        always("a service that nobody stops", "nothing is stopped before the last pass") {
            $0.plan.servers[$1].cutOver.quiesce = []
        },
        always("a service that nobody starts again", "nothing is started again") {
            $0.plan.servers[$1].cutOver.resume = []
        },
    ]

    /// What was promised.
    static let promises: [WrongEdit] = [
        always("rules deleted", "is gone from the rules") { world, _ in world.plan.rules = Rules() },
        WrongEdit("no loss of a host survived", "survive is 0.0, stated was 1.0") { world, _ in
            guard world.plan.policy.survive == 1 else { return false }
            world.plan.policy.survive = 0
            return true
        },
        always("less headroom", "memoryHeadroomPercent is 0.0") { world, _ in
            world.plan.policy.memoryHeadroomPercent = 0
        },
        always("more vCPUs for each CPU", "vcpusPerCPU is 99.0") { world, _ in world.plan.policy.vcpusPerCPU = 99 },
        always("no comfort", "comfort is 0.5") { world, _ in world.plan.policy.comfort = 0.5 },
        always("a bound above what is used", "the lower bound of 99 hosts") { world, _ in
            world.plan.hostsLowerBound = 99
        },
    ]

    /// When it happens.
    static let windows: [WrongEdit] = [
        WrongEdit("a ghost switched off", "is switched off in ") { world, _ in
            world.plan.waves?[0].switchOff.append("ghost")
            return world.plan.waves != nil
        },
        WrongEdit("a move that ends ten days late", " gives it ") { world, _ in
            world.shift(start: 0, finish: 864_000)
        },
        WrongEdit("a move outside its window", "is outside the window of ") { world, _ in
            world.shift(start: 864_000, finish: 864_000)
        },
        WrongEdit("servers that stand in for each other in one window", "move in the same window, ") { world, _ in
            guard let pair = world.plan.rules.apart?.first?.servers, let waves = world.plan.waves, waves.count > 1,
                let from = waves.firstIndex(where: { $0.servers.contains { $0.server == pair[1] } }),
                let to = waves.firstIndex(where: { $0.servers.contains { $0.server == pair[0] } }), from != to,
                let at = waves[from].servers.firstIndex(where: { $0.server == pair[1] })
            else { return false }
            world.plan.waves?[to].servers.append(waves[from].servers[at])
            world.plan.waves?[from].servers.remove(at: at)
            return true
        },
        WrongEdit("servers of one host in two windows", "together: ") { world, _ in
            guard let waves = world.plan.waves, waves.count > 1, let first = waves[0].servers.first?.server,
                let last = waves[1].servers.first?.server
            else { return false }
            world.plan.rules.together = [Together(servers: [first, last])]
            return true
        },
        WrongEdit("an owner who is not asked", " does not name Ada, who answers for ") { world, _ in
            guard world.plan.waves?.contains(where: { $0.owners != nil }) == true else { return false }
            for at in (world.plan.waves ?? []).indices { world.plan.waves?[at].owners = nil }
            return true
        },
        WrongEdit("a wave on a day that is left out", ", which is left out") { world, _ in
            guard let opens = world.plan.waves?.last?.opens else { return false }
            world.plan.calendar = WaveCalendar(zone: "UTC", notOn: [CivilTime(opens).date])
            return true
        },
        WrongEdit("a wave on a day of its owner", ", which Ada leaves out") { world, _ in
            guard let owner = world.plan.rules.owners?.first,
                let wave = world.plan.waves?.first(where: { $0.servers.contains { owner.servers.contains($0.server) } }
                ),
                let opens = wave.opens
            else { return false }
            world.plan.rules.owners?[0].notOn = [CivilTime(opens).date]
            return true
        },
        WrongEdit("waves of a zone that nobody knows", "zone \"Mars\" is not known") { world, _ in
            guard let waves = world.plan.waves, !waves.isEmpty else { return false }
            world.plan.calendar = WaveCalendar(zone: "Mars", notOn: [CivilTime(Moment(seconds: 0)).date])
            return true
        },
        WrongEdit("waves out of order", "begins before ") { world, _ in
            guard let count = world.plan.waves?.count, count > 1 else { return false }
            world.plan.waves?.swapAt(0, 1)
            return true
        },
    ]
}

extension CheckedWorld {
    /// Three weeks of load: 1.5 cores for an hour each Monday, else next to nothing.
    fileprivate mutating func observe(_ pick: Int, megabytes: Double) {
        let samples = (0..<504).map { at in
            LoadSample(
                coresBusy: at % 168 == 2 ? 1.5 : 0.01, memoryBytes: megabytes * 1_048_576, diskOperations: 0,
                diskBytes: 0, networkBytes: 0)
        }
        origin.history[plan.servers[pick].server] = [
            UtilisationSeries(start: Moment(seconds: 4 * 86400), interval: 3600, samples: samples)
        ]
    }

    fileprivate mutating func shift(start: Double, finish: Double) -> Bool {
        guard let member = plan.waves?.first?.servers.first else { return false }
        plan.waves?[0].servers[0].start = Moment(seconds: member.start.seconds + start)
        plan.waves?[0].servers[0].finish = Moment(seconds: member.finish.seconds + finish)
        return true
    }
}
