internal import Estate

/// What must hold before a wave begins: facts that somebody ticks off at night, each with its names and numbers.
struct WaveFacts {
    let plan: Plan
    let policy: SchedulePolicy
    let wave: Wave
    let servers: [PlannedServer]

    /// Of its servers, each once.
    var owners: [String] {
        let names = Set(servers.map(\.server))
        return Set((plan.rules.owners ?? []).filter { !names.isDisjoint(with: $0.servers) }.map(\.owner)).sorted()
    }

    /// - Parameter earlier: the wave before; nil: this is the first.
    func lines(after earlier: Wave?) -> [String] {
        agreed + proved(earlier) + standIns + rooms + stores + proofs + times
    }

    private var agreed: [String] {
        owners.map { owner in
            let theirs = Set((plan.rules.owners ?? []).filter { $0.owner == owner }.flatMap(\.servers))
            return "agreed: \(owner) says yes for \(list(servers.map(\.server).filter(theirs.contains)))"
        }
    }

    private func proved(_ earlier: Wave?) -> [String] {
        guard let earlier else { return [] }
        let servers = "\(earlier.servers.count) \(earlier.servers.count == 1 ? "server" : "servers")"
        return ["proved: \(earlier.name), \(servers): each VM answers its proof, each source is off"]
    }

    /// While one of two is away, the other must serve.
    private var standIns: [String] {
        let moving = Set(servers.map(\.server))
        return (plan.rules.apart ?? []).compactMap { rule in
            let here = rule.servers.filter(moving.contains)
            let others = rule.servers.filter { !moving.contains($0) }
            guard !here.isEmpty, !others.isEmpty else { return nil }
            return "serving: \(list(others)), while \(list(here)) is away"
        }
    }

    private var rooms: [String] {
        let byHost = Dictionary(grouping: servers, by: \.host)
        return byHost.keys.sorted().map { host in
            let members = byHost[host] ?? []
            let memory = members.reduce(0) { $0 + $1.memoryMiB + plan.policy.machineOverheadMiB }
            return "room: \(host) answers and has \(memory) MiB free for \(list(members.map(\.server)))"
        }
    }

    private var stores: [String] {
        let byStore = Dictionary(grouping: servers, by: \.storage)
        return byStore.keys.sorted().map { name in
            let bytes = (byStore[name] ?? []).reduce(UInt64(0)) { $0 + WaveBlocks.bytes($1) }
            return "space: \(name) has \(Bytes.text(bytes)) free for what is copied"
        }
    }

    /// A VM that only answers ping has not shown that its service works.
    private var proofs: [String] {
        let mute = servers.filter { $0.proof.allSatisfy { $0.hasPrefix("ping:") } }.map(\.server)
        return mute.isEmpty ? [] : ["proof: somebody tries the service of \(list(mute)): its VM is only pinged"]
    }

    private var times: [String] {
        let finish = wave.servers.map(\.finish.seconds).max() ?? 0
        guard let closes = wave.closes?.seconds, let opens = wave.opens?.seconds, finish > 0 else { return [] }
        return [
            "time: all services are back at \(clock(finish)), the window closes at \(clock(closes)); it is too late to "
                + "begin after \(clock(opens + closes - finish))"
        ]
    }

    private func clock(_ seconds: Double) -> String {
        "\(CivilTime(Moment(seconds: seconds), in: policy.zone).text) \(policy.zoneName)"
    }

    private func list(_ names: [String]) -> String { names.joined(separator: ", ") }
}
