package import Estate

/// Reads and writes the text files of the ROADEF/EURO challenge of 2012 (machine reassignment).
///
/// A model is numbers only: resources (transient, weight); machines (neighborhood, location, capacities, safety
/// capacities, move costs to all machines); services (spread, dependencies); processes (service, requirements, move
/// cost); balance terms (two resources and a target, then a weight); the three weights of moves. An assignment is the
/// machine of each process.
package enum ChallengeText {
    /// - Parameter source: what is read, for the errors.
    /// - Throws: ``Failure`` (refused) that says in which line what is wrong.
    package static func read(
        model: String, assignment: String, source: (model: String, assignment: String)
    ) throws(Failure) -> WeighedPool {
        var reader = Reader(numbers: NumberText(model, source: source.model))
        try reader.read()
        try reader.read(NumberText(assignment, source: source.assignment))
        return reader.pool
    }

    /// - Parameter hosts: of each machine of the pool, in their order, the place of its host in the pool.
    package static func assignment(_ hosts: [Int]) -> String {
        hosts.map(String.init).joined(separator: " ") + "\n"
    }

    private struct Reader {
        var numbers: NumberText
        var pool = WeighedPool(resources: [], hosts: [], machines: [])

        mutating func read() throws(Failure) {
            for at in 0..<(try numbers.next("the number of resources", 1...Limits.resources)) {
                let isTransient = try numbers.next("transient", 0...1) == 1
                let weight = try numbers.next("a weight", Limits.weights)
                pool.resources.append(.init(name: "resource \(at)", isTransient: isTransient, weight: weight))
            }
            try readHosts(try numbers.next("the number of machines", 1...Limits.hosts))
            try readServices(try numbers.next("the number of services", 1...Limits.machines))
            try readMachines(try numbers.next("the number of processes", 1...Limits.machines))
            try readWeights()
            try numbers.end()
        }

        private mutating func readHosts(_ count: Int) throws(Failure) {
            let resources = pool.resources.count
            for at in 0..<count {
                let neighborhood = try numbers.next("a neighborhood", Limits.weights)
                let location = try numbers.next("a location", Limits.weights)
                pool.hosts.append(
                    .init(
                        name: "machine \(at)", location: "\(location)", neighborhood: "\(neighborhood)",
                        capacity: try numbers.next(resources, "a capacity", Limits.sizes),
                        safe: try numbers.next(resources, "a safety capacity", Limits.sizes)))
                pool.hostMoveCosts.append(try numbers.next(count, "a move cost", Limits.weights))
            }
        }

        private mutating func readServices(_ count: Int) throws(Failure) {
            for at in 0..<count {
                let spread = try numbers.next("a spread", 0...Limits.hosts)
                let needs = try numbers.next("the number of dependencies", 0...count)
                let on = try numbers.next(needs, "a dependency", 0...count - 1)
                pool.services.append(
                    .init(name: "service \(at)", spread: spread, dependsOn: on.map { "service \($0)" }))
            }
        }

        private mutating func readMachines(_ count: Int) throws(Failure) {
            for at in 0..<count {
                let service = try numbers.next("a service", 0...pool.services.count - 1)
                let demand = try numbers.next(pool.resources.count, "a requirement", Limits.sizes)
                let cost = try numbers.next("a move cost", Limits.weights)
                pool.machines.append(
                    .init(
                        name: "process \(at)", service: "service \(service)", host: "", demand: demand, moveCost: cost))
            }
        }

        private mutating func readWeights() throws(Failure) {
            for _ in 0..<(try numbers.next("the number of balance terms", 0...Limits.balanceTerms)) {
                let pair = try numbers.next(2, "a resource", 0...pool.resources.count - 1)
                let (target, weight) = (
                    try numbers.next("a target", Limits.weights), try numbers.next("a weight", Limits.weights)
                )
                pool.balance.append(
                    .init(
                        of: pool.resources[pair[0]].name, to: pool.resources[pair[1]].name, target: target,
                        weight: weight))
            }
            pool.weights.machine = try numbers.next("a weight", Limits.weights)
            pool.weights.service = try numbers.next("a weight", Limits.weights)
            pool.weights.host = try numbers.next("a weight", Limits.weights)
        }

        mutating func read(_ assignment: NumberText) throws(Failure) {
            var assignment = assignment
            for at in pool.machines.indices {
                let host = try assignment.next("the machine of process \(at)", 0...pool.hosts.count - 1)
                pool.machines[at].host = pool.hosts[host].name
            }
            try assignment.end()
        }
    }
}
