internal import Estate

/// The servers, hosts and rules of a plan as a packing problem.
///
/// Servers that must be together are one item. Hosts of the same size are one type unless a rule tells hosts apart.
struct PlacementModel: Sendable {
    let servers: [PlannedServer]
    let demands: [String: Demand]
    /// Hosts in service, in the pool's order.
    let hosts: [Host]
    let policy: PlanPolicy
    let rules: Rules

    /// Server indices of each item.
    let units: [[Int]]
    /// Host indices of each type.
    let types: [[Int]]
    /// Disk and network, where load is known and some host states a limit.
    let rates: [Rate]

    init(
        servers: [PlannedServer], demands: [String: Demand], hosts: [Host], policy: PlanPolicy, rules: Rules
    ) {
        self.servers = servers
        self.demands = demands
        self.hosts = hosts.filter { !$0.inMaintenance && $0.reachable }
        self.policy = policy
        self.rules = rules
        units = Self.units(servers, rules)
        types = Self.types(self.hosts, policy, rules)
        rates = Rate.allCases.filter { rate in
            demands.values.contains { rate.series($0) != nil } && hosts.contains { rate.limit($0.rates) != nil }
        }
    }

    var resources: [String] { ["MiB of memory", "vCPUs", "busy cores"] + rates.map(\.name) }

    /// What a host gives to VMs: MiB, vCPUs, busy cores, and each of ``rates``.
    func capacity(of host: Host) -> [Double] {
        Self.sizes(of: host, policy)
            + rates.map { rate in
                guard let limit = rate.limit(host.rates) else { return unlimited(rate) }
                return limit * (1 - policy.loadHeadroomPercent / 100)
            }
    }

    /// More than all servers together ask for.
    private func unlimited(_ rate: Rate) -> Double {
        demands.values.reduce(1) { $0 + (rate.series($1)?.max() ?? 0) }
    }

    private static func sizes(of host: Host, _ policy: PlanPolicy) -> [Double] {
        let total = Double(host.memoryBytes >> 20)
        let free = Double(min(host.freeMemoryBytes, host.memoryBytes) >> 20)
        let kept = Double(policy.hostOverheadMiB) + (total * policy.memoryHeadroomPercent / 100).rounded(.up)
        let promised = total * ((policy.memoryOvercommit ?? 1) - 1)
        return [
            max(0, free + promised - kept), (Double(host.cpus) * policy.vcpusPerCPU).rounded(.down),
            Double(host.cpus) * (1 - policy.loadHeadroomPercent / 100),
        ]
    }

    /// MiB that its host sets aside, in whole ones.
    func memory(of server: PlannedServer) -> Double {
        let overhead = MemoryOverhead(
            fixedMiB: policy.machineOverheadMiB, percent: policy.machineOverheadPercent ?? 0,
            vcpuMiB: policy.vcpuOverheadMiB ?? 0)
        return Double(server.memoryMiB + overhead.mib(memoryMiB: server.memoryMiB, vcpus: server.vcpus))
    }

    /// - Parameter reserve: share of every host's capacity that is kept for the loss of others.
    func instance(reserve: Double) -> PackingInstance {
        let isTimed = !demands.isEmpty
        return PackingInstance(
            resources: resources,
            hosts: types.enumerated().map { t, members in
                PackingInstance.HostType(
                    type: "t\(t)", capacity: capacity(of: hosts[members[0]]).map { $0 * (1 - reserve) },
                    cost: 1, count: members.count)
            },
            items: units.enumerated().map { u, members in
                let memory = members.reduce(0) { $0 + self.memory(of: servers[$1]) }
                let vcpus = members.reduce(0) { $0 + Double(servers[$1].vcpus) }
                guard isTimed else { return PackingInstance.Item(id: "u\(u)", demand: [memory, vcpus, 0]) }
                return PackingInstance.Item(
                    id: "u\(u)",
                    series: [
                        Array(repeating: memory, count: Demand.hours), Array(repeating: vcpus, count: Demand.hours),
                        cores(of: members),
                    ] + rates.map { sum(of: members, $0.series) })
            }, apart: apartItems())
    }

    /// Busy cores by hour of the servers together.
    func cores(of members: some Sequence<Int>) -> [Double] { sum(of: members) { $0.cores } }

    /// One measured resource by hour of the servers together; of whom it was not observed, nothing counts, which
    /// ``PlacementReasons`` says.
    func sum(of members: some Sequence<Int>, _ series: (Demand) -> [Double]?) -> [Double] {
        var sum = [Double](repeating: 0, count: Demand.hours)
        for member in members {
            guard let series = demands[servers[member].server].flatMap(series) else { continue }
            for (hour, value) in series.enumerated() { sum[hour] += value }
        }
        return sum
    }

    /// The server's busiest hour of one resource.
    func peak(of server: PlannedServer, _ rate: Rate) -> Double {
        demands[server.server].flatMap { rate.series($0)?.max() } ?? 0
    }

    private static func units(_ servers: [PlannedServer], _ rules: Rules) -> [[Int]] {
        var group = Array(servers.indices)
        for rule in rules.together ?? [] {
            let members = servers.indices.filter { rule.servers.contains(servers[$0].server) }
            guard let first = members.first else { continue }
            let merged = Set(members.map { group[$0] })
            for s in servers.indices where merged.contains(group[s]) { group[s] = group[first] }
        }
        return Dictionary(grouping: servers.indices, by: { group[$0] }).values.sorted { $0[0] < $1[0] }
    }

    private static func types(_ hosts: [Host], _ policy: PlanPolicy, _ rules: Rules) -> [[Int]] {
        let areNamed =
            !(rules.pinned ?? []).isEmpty || !(rules.banned ?? []).isEmpty
            || !(rules.atMost ?? []).isEmpty || !(rules.needs ?? []).isEmpty
        if areNamed { return hosts.indices.map { [$0] } }
        var types: [[Int]] = []
        for h in hosts.indices {
            let size = sizes(of: hosts[h], policy)
            if let t = types.firstIndex(where: {
                sizes(of: hosts[$0[0]], policy) == size && hosts[$0[0]].cpus == hosts[h].cpus
                    && hosts[$0[0]].rates == hosts[h].rates
            }) {
                types[t].append(h)
            } else {
                types.append([h])
            }
        }
        return types
    }
}
