import Estate
import Testing

/// One way to spoil a plan by hand, and the words that the checker must find for it.
struct WrongEdit: Sendable, CustomTestStringConvertible {
    var name: String
    var words: String
    /// Spoils the plan; `pick` chooses a server of it. False: this plan has nothing that can be spoiled so.
    var spoil: @Sendable (_ world: inout CheckedWorld, _ pick: Int) -> Bool

    var testDescription: String { name }

    init(_ name: String, _ words: String, _ spoil: @escaping @Sendable (inout CheckedWorld, Int) -> Bool) {
        (self.name, self.words, self.spoil) = (name, words, spoil)
    }

    static func always(
        _ name: String, _ words: String, _ spoil: @escaping @Sendable (inout CheckedWorld, Int) -> Void
    ) -> WrongEdit {
        WrongEdit(name, words) { world, pick in
            spoil(&world, pick)
            return true
        }
    }

    static let all = shape + rooms + rates + rules + waves + windows + lost + promises

    /// Of the plan by itself.
    static let shape: [WrongEdit] = [
        always("a server twice", " stands twice") { $0.plan.servers.append($0.plan.servers[$1]) },
        always("a host that is not there", "no host is named \"hostx\"") { $0.plan.servers[$1].host = "hostx" },
        always("no vCPU", ": 0 vCPUs") { $0.plan.servers[$1].vcpus = 0 },
        always("far too many vCPUs", ": 5000 vCPUs") { $0.plan.servers[$1].vcpus = 5000 },
        always("no memory", ": 0 MiB of memory") { $0.plan.servers[$1].memoryMiB = 0 },
        always("no disk", "no disk is planned") { $0.plan.servers[$1].disks = [] },
        always("one image for two servers", " stands twice on ") { world, pick in
            let other = (pick + 1) % world.plan.servers.count
            world.plan.servers[other].storage = world.plan.servers[pick].storage
            world.plan.servers[other].disks[0].image = world.plan.servers[pick].disks[0].image
        },
        always("a disk that holds more than it has", " bytes, and has ") {
            $0.plan.servers[$1].disks[0].usedBytes = 1 << 50
        },
        always("an image outside the SR", "is no file name for an image") {
            $0.plan.servers[$1].disks[0].image = "../\($1)"
        },
        always("a hidden image", "is no file name for an image") { $0.plan.servers[$1].disks[0].image = ".\($1)" },
        always("planned and left out", "is planned and left out") { world, pick in
            world.plan.leftOut.append(LeftOut(server: world.plan.servers[pick].server, reason: "x"))
        },
        always("memory promised eleven times", "the policy promises memory 11") { world, _ in
            world.plan.policy.memoryOvercommit = 11
        },
        always("a count of hosts that is not true", "the plan says 9 hosts") { world, _ in world.plan.hostsUsed = 9 },
    ]

    /// Of hosts and SRs.
    static let rooms: [WrongEdit] = [
        always("a host in maintenance", " is in maintenance") { world, pick in
            for at in world.hosts.indices where world.hosts[at].name == world.plan.servers[pick].host {
                world.hosts[at].inMaintenance = true
            }
        },
        always("more vCPUs than the host's CPUs", " CPUs") { world, pick in
            world.plan.servers[pick].vcpus = (world.hosts.map(\.cpus).max() ?? 0) + 1
        },
        always("more memory than the host's", "MiB are free after headroom") { world, pick in
            world.plan.servers[pick].memoryMiB = Int((world.hosts.map(\.memoryBytes).max() ?? 0) >> 20)
        },
        always("too many vCPUs together", " are allowed") { world, _ in world.plan.policy.vcpusPerCPU = 0.01 },
        always("too many busy cores", " cores on ") { $0.change($1) { $0.cores[37] += 1000 } },
        always("a host loss that leaves VMs without a place", "after the loss of ") { world, _ in
            // Only the hosts that are used: the checker loses no other, and one that stays empty could take all.
            let used = Set(world.plan.servers.map(\.host))
            world.hosts.removeAll { !used.contains($0.name) }
            world.plan.policy.survive = used.count
        },
        always("an SR that is not there", "no SR is named \"srx\"") { $0.plan.servers[$1].storage = "srx" },
        always("more bytes than the SR has", "the images need ") { $0.plan.servers[$1].disks[0].bytes = 1 << 50 },
    ]

    /// Of what was measured.
    static let rates: [WrongEdit] = [
        always("too many disk operations", " disk operations/s on ") {
            $0.change($1) { $0.diskOperations?[100] += 1e12 }
        },
        always("too many bytes of disks", " disk bytes/s on ") { $0.change($1) { $0.diskBytes?[167] += 1e15 } },
        always("too many bytes of networks", " network bytes/s on ") { $0.change($1) { $0.networkBytes?[0] += 1e15 } },
    ]

    static let rules: [WrongEdit] = [
        WrongEdit("together in spite of apart", "apart: ") { world, pick in
            guard let pair = world.pair(pick, sameHost: true) else { return false }
            world.plan.rules.apart = [Apart(servers: pair)]
            return true
        },
        WrongEdit("apart in spite of together", "together: ") { world, pick in
            guard let pair = world.pair(pick, sameHost: false) else { return false }
            world.plan.rules.together = [Together(servers: pair)]
            return true
        },
        always("not where it is pinned", "pinned: ") { world, pick in
            world.plan.rules.pinned = [Pinned(servers: [world.plan.servers[pick].server], hosts: ["elsewhere"])]
        },
        always("where it is banned from", "banned: ") { world, pick in
            let server = world.plan.servers[pick]
            world.plan.rules.banned = [Banned(servers: [server.server], hosts: [server.host])]
        },
        always("more than are allowed together", "at most 0 on ") { world, pick in
            let server = world.plan.servers[pick]
            world.plan.rules.atMost = [AtMost(count: 0, servers: [server.server], hosts: [server.host])]
        },
        always("a licence on too many hosts", "licence: ") { world, pick in
            world.plan.rules.licences = [LicenceGroup(servers: [world.plan.servers[pick].server], hosts: 0)]
        },
        always("a host without what is needed", "needs: ") { world, pick in
            world.plan.rules.needs = [Needs(servers: [world.plan.servers[pick].server], features: ["quantum"])]
        },
        always("planned in spite of being left out", "leave out: ") { world, pick in
            world.plan.rules.leaveOut = [LeaveOut(server: world.plan.servers[pick].server, reason: "x")]
        },
    ]

    static let waves: [WrongEdit] = [
        WrongEdit("in two waves", "stands in two waves") { world, _ in
            guard let member = world.plan.waves?.first?.servers.first else { return false }
            world.plan.waves?[1].servers.append(member)
            return true
        },
        WrongEdit("in no wave", "stands in no wave") { world, _ in
            world.plan.waves?[0].servers.removeFirst() != nil
        },
        WrongEdit("in two waves in spite of the same", "same wave: ") { world, _ in
            guard let first = world.plan.waves?[0].servers.first?.server,
                let last = world.plan.waves?.last?.servers.last?.server
            else { return false }
            world.plan.rules.sameWave = [SameWave(servers: [first, last])]
            return true
        },
        WrongEdit("a stranger in a wave", "is not planned") { world, _ in
            world.plan.waves?[0].servers[0].server = "stranger"
            return world.plan.waves != nil
        },
        WrongEdit("a wave that ends before it begins", "before it starts") { world, _ in
            guard let start = world.plan.waves?[0].servers[0].start else { return false }
            world.plan.waves?[0].servers[0].finish = Moment(seconds: start.seconds - 1)
            return true
        },
    ]
}

extension CheckedWorld {
    /// Changes the demand of one server of the plan.
    fileprivate mutating func change(_ pick: Int, _ change: (inout Demand) -> Void) {
        let name = plan.servers[pick].server
        if !demands.contains(where: { $0.server == name }) {
            demands.append(CheckedWorld.demand(name, cores: 0, rate: 0))
        }
        for at in demands.indices where demands[at].server == name { change(&demands[at]) }
    }

    fileprivate func pair(_ pick: Int, sameHost: Bool) -> [String]? {
        let one = plan.servers[pick]
        let other = plan.servers.first { $0.server != one.server && ($0.host == one.host) == sameHost }
        return other.map { [one.server, $0.server] }
    }
}
