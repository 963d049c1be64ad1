internal import Estate

/// Whether the VMs of lost hosts restart on the hosts that are left while all other VMs stay where they are.
///
/// That is what an operator has at three in the morning: nobody migrates healthy VMs to make room first. The hourly
/// peaks are the same, and rules rest until the host is back: two name servers on one host are better than one.
struct Failover: Sendable {
    let model: PlacementModel
    /// One item for each server, one type for each host.
    private let problem: PackingProblem

    init(model: PlacementModel) {
        self.model = model
        let servers = PlacementModel(
            servers: model.servers, demands: model.demands, hosts: model.hosts, policy: model.policy, rules: Rules())
        var rules = PackingRules()
        rules.allowed = model.servers.map { server in model.hosts.map { server.vcpus <= $0.cpus } }
        problem = PackingProblem(
            PackingInstance(
                resources: servers.resources,
                hosts: model.hosts.map { .init(type: $0.name, capacity: servers.capacity(of: $0), count: 1) },
                items: servers.instance(reserve: 0).items), rules: rules)
    }

    /// - Parameter hosts: the host of each server.
    /// - Returns: the hosts whose loss is not survived; nil when every loss is.
    func broken(_ hosts: [Int]) -> [Int]? {
        losses(hosts).first { homeless($0, hosts) > 0 }
    }

    /// How many VMs find no place, over all losses: 0 when every loss is survived.
    func homeless(_ hosts: [Int]) -> Int { losses(hosts).reduce(0) { $0 + homeless($1, hosts) } }

    func losses(_ hosts: [Int]) -> [[Int]] {
        guard model.policy.survive > 0 else { return [] }
        return LossChoice(model: model, hosts: hosts).all(of: model.policy.survive)
    }

    private func homeless(_ lost: [Int], _ hosts: [Int]) -> Int {
        let gone = Set(lost)
        let bins = Bins(problem, hosts: model.hosts.count)
        var binOf: [Int: Int] = [:]
        for host in model.hosts.indices where !gone.contains(host) { binOf[host] = bins.open(host) }
        var left: [Int] = []
        for (server, host) in hosts.enumerated() {
            if let bin = binOf[host] { bins.put(server, in: bin) } else { left.append(server) }
        }
        left.sort { (problem.size[$1], $0) < (problem.size[$0], $1) }
        var budget = 3000
        return restart(left[...], bins, &budget) ? 0 : max(1, firstFit(left, bins))
    }

    /// Depth first; the first way down is first fit.
    private func restart(_ left: ArraySlice<Int>, _ bins: Bins, _ budget: inout Int) -> Bool {
        guard let next = left.first else { return true }
        for bin in 0..<bins.count where bins.fits(next, in: bin) {
            budget -= 1
            guard budget > 0 else { return false }
            bins.put(next, in: bin)
            if restart(left.dropFirst(), bins, &budget) { return true }
            bins.take(next)
        }
        return false
    }

    private func firstFit(_ left: [Int], _ bins: Bins) -> Int {
        left.count { server in
            guard let bin = (0..<bins.count).first(where: { bins.fits(server, in: $0) }) else { return true }
            bins.put(server, in: bin)
            return false
        }
    }
}
