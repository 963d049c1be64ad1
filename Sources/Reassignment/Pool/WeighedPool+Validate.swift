internal import Estate

extension WeighedPool {
    /// - Throws: ``Failure`` (refused), naming the first thing that cannot be counted with.
    func validate() throws(Failure) {
        guard format == Self.format else {
            throw PoolIndex.refused("its format is \(format); this p2v reads \(Self.format)")
        }
        try check("resources", resources.count, 1...Limits.resources)
        try check("hosts", hosts.count, 1...Limits.hosts)
        try check("machines", machines.count, 0...Limits.machines)
        try check("services", services.count, 0...Limits.machines)
        try check("balance", balance.count, 0...Limits.balanceTerms)
        for resource in resources { try check("the weight of \(resource.name)", resource.weight, Limits.weights) }
        for host in hosts {
            try check("host \(host.name)", host.capacity)
            try check("host \(host.name)", host.safe)
        }
        for service in services { try check("the spread of \(service.name)", service.spread, 0...Limits.hosts) }
        for machine in machines {
            try check("machine \(machine.name)", machine.demand)
            try check("the move cost of \(machine.name)", machine.moveCost, Limits.weights)
        }
        for term in balance {
            try check("a target", term.target, Limits.weights)
            try check("the weight of a balance term", term.weight, Limits.weights)
        }
        for weight in [weights.machine, weights.service, weights.host] {
            try check("a weight of moves", weight, Limits.weights)
        }
        try validateMoveCosts()
        try validateSums()
    }

    private func validateMoveCosts() throws(Failure) {
        guard !hostMoveCosts.isEmpty else { return }
        guard hostMoveCosts.count == hosts.count, hostMoveCosts.allSatisfy({ $0.count == hosts.count }) else {
            throw PoolIndex.refused("hostMoveCosts has not one row and one column for each host")
        }
        for row in hostMoveCosts {
            for cost in row { try check("a move cost from host to host", cost, Limits.weights) }
        }
    }

    /// Whatever the search places where, its sums stay within 64 bits.
    private func validateSums() throws(Failure) {
        var most = 0.0
        for (at, resource) in resources.enumerated() {
            most += Double(resource.weight) * machines.reduce(0) { $0 + Double($1.demand[at]) }
        }
        let room = hosts.reduce(0) { $0 + Double($1.capacity.max() ?? 0) }
        for term in balance { most += Double(term.weight) * Double(term.target + 1) * room }
        most += machines.reduce(0) { $0 + Double($1.moveCost) } * Double(weights.machine)
        most += Double(machines.count) * Double(weights.service)
        most += Double(machines.count) * Double(weights.host) * Double(hostMoveCosts.lazy.joined().max() ?? 0)
        guard most < Double(Limits.cost) else {
            throw PoolIndex.refused("the dearest placement would cost \(most), which is more than can be counted")
        }
    }

    private func check(_ what: String, _ sizes: [Int]) throws(Failure) {
        guard sizes.count == resources.count else {
            throw PoolIndex.refused("\(what) has \(sizes.count) numbers for \(resources.count) resources")
        }
        for size in sizes { try check("a number of \(what)", size, Limits.sizes) }
    }

    private func check(_ what: String, _ number: Int, _ range: ClosedRange<Int>) throws(Failure) {
        guard !range.contains(number) else { return }
        throw PoolIndex.refused("\(what) is \(number), not \(range.lowerBound) to \(range.upperBound)")
    }
}
