internal import Estate

/// The least that would make a plan possible: so much more memory or so many more CPUs on a host, or one server less.
///
/// What is not found in time is not named; nothing is claimed that was not tried.
struct SmallestChange: Sendable {
    let model: PlacementModel
    let solver: PackingSolver

    /// Hosts and servers that are tried.
    private static let most = 12
    private static let mebibytesPerStep = 1024

    /// Twice what all servers need together: where that is not enough on one host, something else is wrong.
    private var memory: Int {
        Int(model.servers.reduce(1.0) { $0 + 2 * model.memory(of: $1) / Double(Self.mebibytesPerStep) }.rounded(.up))
    }

    private var cpus: Int {
        1 + model.servers.reduce(0) { $0 + max($1.vcpus, Int(model.demands[$1.server]?.cores.max() ?? 0)) * 2 }
    }

    /// - Returns: `6 GiB more on any host, or leave out erp`; nil where no single change is known to be enough.
    func words() async -> String? {
        var found: [String] = []
        if let memory = await growth(
            unit: "GiB", limit: memory,
            grown: { host, steps in
                host.memoryBytes += UInt64(steps * Self.mebibytesPerStep) << 20
                host.freeMemoryBytes += UInt64(steps * Self.mebibytesPerStep) << 20
            })
        {
            found.append(memory)
        } else if let cpus = await growth(unit: "CPUs", limit: cpus, grown: { host, steps in host.cpus += steps }) {
            found.append(cpus)
        }
        if let server = await dispensable() { found.append("leave out \(server)") }
        return found.isEmpty ? nil : found.joined(separator: ", or ")
    }

    private func growth(
        unit: String, limit: Int, grown: @Sendable (inout Host, Int) -> Void
    ) async -> String? {
        var best: (steps: Int, hosts: [String])?
        for at in model.hosts.indices.prefix(Self.most) {
            let most = best?.steps ?? limit
            guard let steps = await least(most, { steps in await isPossible(hosts: hosts(at, steps, grown)) }) else {
                continue
            }
            if steps == best?.steps {
                best?.hosts.append(model.hosts[at].name)
            } else {
                best = (steps, [model.hosts[at].name])
            }
        }
        guard let best else { return nil }
        let isAny = best.hosts.count == model.hosts.count && best.hosts.count > 1
        return "\(best.steps) \(unit) more on \(isAny ? "any host" : best.hosts.joined(separator: " or "))"
    }

    private func hosts(_ at: Int, _ steps: Int, _ grown: (inout Host, Int) -> Void) -> [Host] {
        var hosts = model.hosts
        grown(&hosts[at], steps)
        return hosts
    }

    /// The least number up to `most` that is enough, by halving; nil where `most` is not.
    private func least(_ most: Int, _ isEnough: (Int) async -> Bool) async -> Int? {
        guard !solver.isOver, await isEnough(most) else { return nil }
        var low = 0
        var high = most
        while high - low > 1 {
            guard !solver.isOver else { return nil }
            let middle = (low + high) / 2
            if await isEnough(middle) { high = middle } else { low = middle }
        }
        return high
    }

    /// The smallest server without which the others fit.
    private func dispensable() async -> String? {
        guard model.servers.count > 1 else { return nil }
        let order = model.servers.indices.sorted {
            (model.memory(of: model.servers[$0]), $0) < (model.memory(of: model.servers[$1]), $1)
        }
        // Where many are to be tried, the largest say most.
        for at in order.count > 2 * Self.most ? order.suffix(Self.most) : order[...] where !solver.isOver {
            var servers = model.servers
            servers.remove(at: at)
            if await isPossible(servers: servers) { return model.servers[at].server }
        }
        return nil
    }

    private func isPossible(hosts: [Host]? = nil, servers: [PlannedServer]? = nil) async -> Bool {
        let part = PlacementModel(
            servers: servers ?? model.servers, demands: model.demands, hosts: hosts ?? model.hosts,
            policy: model.policy, rules: model.rules)
        return await Placement.solve(part, solver) != nil
    }
}
