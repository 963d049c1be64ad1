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
        let bins = filled(hosts)
        return losses(hosts).first { homeless($0, bins) > 0 }
    }

    /// How many VMs find no place, over all losses: 0 when every loss is survived.
    func homeless(_ hosts: [Int]) -> Int {
        let bins = filled(hosts)
        return losses(hosts).reduce(0) { $0 + homeless($1, bins) }
    }

    /// The pool as it is before any loss: each loss changes only what it must, and puts it back.
    private func filled(_ hosts: [Int]) -> Bins {
        let bins = Bins(problem, hosts: model.hosts.count)
        for host in model.hosts.indices { _ = bins.open(host) }
        for (server, host) in hosts.enumerated() { bins.put(server, in: host) }
        return bins
    }

    func losses(_ hosts: [Int]) -> [[Int]] {
        guard model.policy.survive > 0 else { return [] }
        return LossChoice(model: model, hosts: hosts).all(of: model.policy.survive)
    }

    private func homeless(_ lost: [Int], _ bins: Bins) -> Int {
        let guests = lost.flatMap { host in bins.items(host).map { (server: $0, host: host) } }
        for guest in guests { bins.take(guest.server) }
        defer {
            for guest in guests {
                if bins.place[guest.server] >= 0 { bins.take(guest.server) }
                bins.put(guest.server, in: guest.host)
            }
        }
        let left = guests.map(\.server).sorted { (problem.size[$1], $0) < (problem.size[$0], $1) }
        let open = (0..<bins.count).filter { !lost.contains($0) }
        var budget = 3000
        return restart(left[...], bins, open, &budget) ? 0 : max(1, firstFit(left, bins, open))
    }

    /// Depth first; the first way down is first fit.
    private func restart(_ left: ArraySlice<Int>, _ bins: Bins, _ open: [Int], _ budget: inout Int) -> Bool {
        guard let next = left.first else { return true }
        for bin in open where bins.fits(next, in: bin) {
            budget -= 1
            guard budget > 0 else { return false }
            bins.put(next, in: bin)
            if restart(left.dropFirst(), bins, open, &budget) { return true }
            bins.take(next)
        }
        return false
    }

    private func firstFit(_ left: [Int], _ bins: Bins, _ open: [Int]) -> Int {
        left.count { server in
            guard let bin = open.first(where: { bins.fits(server, in: $0) }) else { return true }
            bins.put(server, in: bin)
            return false
        }
    }
}
