internal import Estate

/// The smallest set of rules that cannot hold together: each rule of it is needed for the contradiction.
struct Contradiction: Sendable {
    let model: PlacementModel
    let solver: PackingSolver

    /// One rule, in words and alone.
    private struct Single: Sendable {
        var words: String
        var rules: Rules
    }

    /// - Returns: nil when even without rules no placement is found, or the time is over before it is known: the hosts
    ///   are too small;
    ///   empty when all rules hold together: it is the loss of hosts that is not survived.
    func smallest() async -> [String]? {
        guard await isPossible([]) else { return nil }
        if await isPossible(singles) { return [] }
        var core = singles
        for single in singles {
            let without = core.filter { $0.words != single.words }
            let isNeeded = await isPossible(without)
            // An attempt that had no time says nothing about the rule.
            guard !solver.isOver else { return nil }
            if !isNeeded { core = without }
        }
        return core.map(\.words)
    }

    private func isPossible(_ chosen: [Single]) async -> Bool {
        var rules = Rules()
        rules.hostFeatures = model.rules.hostFeatures
        for single in chosen { rules.merge(single.rules) }
        var policy = model.policy
        policy.survive = 0
        let part = PlacementModel(
            servers: model.servers, demands: model.demands, hosts: model.hosts, policy: policy, rules: rules)
        return await Placement.solve(part, solver) != nil
    }

    private var singles: [Single] {
        let rules = model.rules
        let list = { (names: [String]) in names.joined(separator: ", ") }
        var found: [Single] = []
        for r in rules.apart ?? [] {
            found.append(Single(words: "apart: \(list(r.servers))", rules: Rules(apart: [r])))
        }
        for r in rules.together ?? [] {
            found.append(Single(words: "together: \(list(r.servers))", rules: Rules(together: [r])))
        }
        for r in rules.pinned ?? [] {
            found.append(Single(words: "pinned: \(list(r.servers)) to \(list(r.hosts))", rules: Rules(pinned: [r])))
        }
        for r in rules.banned ?? [] {
            found.append(Single(words: "banned: \(list(r.servers)) from \(list(r.hosts))", rules: Rules(banned: [r])))
        }
        for r in rules.atMost ?? [] {
            let words = "at most \(r.count) of \(list(r.servers)) on \(list(r.hosts))"
            found.append(Single(words: words, rules: Rules(atMost: [r])))
        }
        for r in rules.licences ?? [] {
            found.append(Single(words: "licence: \(list(r.servers)) on \(r.hosts) hosts", rules: Rules(licences: [r])))
        }
        for r in rules.needs ?? [] {
            found.append(Single(words: "needs: \(list(r.servers)) \(list(r.features))", rules: Rules(needs: [r])))
        }
        return found
    }
}

extension Rules {
    fileprivate mutating func merge(_ other: Rules) {
        apart = (apart ?? []) + (other.apart ?? [])
        together = (together ?? []) + (other.together ?? [])
        pinned = (pinned ?? []) + (other.pinned ?? [])
        banned = (banned ?? []) + (other.banned ?? [])
        atMost = (atMost ?? []) + (other.atMost ?? [])
        licences = (licences ?? []) + (other.licences ?? [])
        needs = (needs ?? []) + (other.needs ?? [])
    }
}
