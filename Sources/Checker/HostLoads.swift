internal import Estate

/// What each host carries hour by hour, summed from the plan and from demand: never the sum of peaks.
struct HostLoads {
    private let plan: Plan
    private let hosts: [Host]
    private let demandOf: [String: Demand]

    init(plan: Plan, hosts: [Host], demands: [Demand]) {
        self.plan = plan
        self.hosts = hosts
        demandOf = Dictionary(demands.map { ($0.server, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// One host's limits under the plan's policy.
    struct Limits {
        var memory: Double
        var vcpus: Double
        var cores: Double
        var rates: Rates?
    }

    func limits(_ host: Host) -> Limits {
        let policy = plan.policy
        let mebibyte = 1_048_576.0
        let total = (Double(host.memoryBytes) / mebibyte).rounded(.down)
        let free = min(total, (Double(host.freeMemoryBytes) / mebibyte).rounded(.down))
        let headroom = (total / 100 * policy.memoryHeadroomPercent - 1e-9).rounded(.up)
        return Limits(
            memory: free + total * ((policy.memoryOvercommit ?? 1) - 1) - headroom - Double(policy.hostOverheadMiB),
            vcpus: policy.vcpusPerCPU * Double(host.cpus),
            cores: Double(host.cpus) * (100 - policy.loadHeadroomPercent) / 100, rates: host.rates)
    }

    func overloads() -> [String] {
        hosts.flatMap { host -> [String] in
            let members = plan.servers.filter { $0.host == host.name }
            guard !members.isEmpty else { return [] }
            var found: [String] = []
            if host.inMaintenance { found.append("\(host.name) is in maintenance") }
            for server in members where server.vcpus > host.cpus {
                found.append("\(server.server) has \(server.vcpus) vCPUs, \(host.name) has \(host.cpus) CPUs")
            }
            return found + excess(members, limits(host)).map { "\(host.name) \($0)" }
        }
    }

    /// What exceeds the limits, in words.
    private func excess(_ members: [PlannedServer], _ limits: Limits) -> [String] {
        var found: [String] = []
        let memory = members.reduce(0.0) { $0 + Double($1.memoryMiB + plan.policy.machineOverheadMiB) }
        if memory > limits.memory + 1e-6 {
            found.append("needs \(Int(memory)) MiB, \(Int(max(0, limits.memory))) MiB are free after headroom")
        }
        let vcpus = members.reduce(0) { $0 + $1.vcpus }
        if Double(vcpus) > limits.vcpus + 1e-6 {
            found.append("carries \(vcpus) vCPUs, \(Int(limits.vcpus)) are allowed")
        }
        var busiest = (hour: 0, cores: 0.0)
        for hour in 0..<Demand.hours {
            let cores = members.reduce(0.0) { $0 + (demandOf[$1.server]?.cores[hour] ?? 0) }
            if cores > busiest.cores { busiest = (hour, cores) }
        }
        if busiest.cores > limits.cores * (1 + 1e-9) + 1e-9 {
            found.append(
                "needs \(Fixed.text(busiest.cores, 1)) cores on \(Demand.name(ofHour: busiest.hour)), "
                    + "\(Fixed.text(limits.cores, 1)) are free after headroom")
        }
        let demands = members.compactMap { demandOf[$0.server] }
        return found
            + MeasuredRate.ofHosts.compactMap {
                $0.excess(demands, limits.rates, headroomPercent: plan.policy.loadHeadroomPercent)
            }
    }

    // MARK: The loss of hosts

    /// Combinations of lost hosts that are tried at most.
    private static let mostLosses = 5000

    func lossesNotSurvived() -> [String] {
        let used = Set(plan.servers.map(\.host)).sorted()
        guard plan.policy.survive > 0, !used.isEmpty else { return [] }
        return losses(used, plan.policy.survive).prefix(Self.mostLosses).compactMap { lost in
            let left = hosts.filter { !lost.contains($0.name) && !$0.inMaintenance && $0.reachable }
            return find(left, lost)
                ? nil : "after the loss of \(lost.joined(separator: " and ")) not all its VMs find a place"
        }
    }

    private func losses(_ hosts: [String], _ count: Int) -> [[String]] {
        guard count > 1, hosts.count > 1 else { return hosts.map { [$0] } }
        return hosts.indices.flatMap { at in
            losses(Array(hosts[(at + 1)...]), count - 1).map { [hosts[at]] + $0 }
        }.prefix(Self.mostLosses).map(\.self)
    }

    /// Tries several orders, and for few VMs every way.
    private func find(_ left: [Host], _ lost: [String]) -> Bool {
        guard !left.isEmpty else { return false }
        let homeless = plan.servers.filter { lost.contains($0.host) }
        let rooms = left.map { host in (host, plan.servers.filter { $0.host == host.name }) }
        let orders: [(PlannedServer, PlannedServer) -> Bool] = [
            { $0.memoryMiB > $1.memoryMiB }, { self.peak($0) > self.peak($1) }, { $0.vcpus > $1.vcpus },
        ]
        for order in orders {
            var budget = 20_000
            if settle(homeless.sorted(by: order)[...], rooms, &budget) { return true }
        }
        return false
    }

    private func peak(_ server: PlannedServer) -> Double { demandOf[server.server]?.cores.max() ?? 0 }

    private func settle(
        _ homeless: ArraySlice<PlannedServer>, _ rooms: [(Host, [PlannedServer])], _ budget: inout Int
    ) -> Bool {
        guard let next = homeless.first else { return true }
        for at in rooms.indices {
            budget -= 1
            guard budget > 0 else { return false }
            let (host, members) = rooms[at]
            guard next.vcpus <= host.cpus, excess(members + [next], limits(host)).isEmpty else { continue }
            var fuller = rooms
            fuller[at].1.append(next)
            if settle(homeless.dropFirst(), fuller, &budget) { return true }
        }
        return false
    }
}
