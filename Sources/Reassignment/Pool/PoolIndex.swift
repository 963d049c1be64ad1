internal import Estate

/// The names of a pool as numbers; refuses what cannot be counted with.
struct PoolIndex {
    /// Of each machine, the number of its host.
    let home: [Int]
    /// Of each machine, the number of its service: first the pool's, then one for each machine that names none.
    let service: [Int]
    let services: Int
    let balance: [Problem.Term]
    /// Of each service, without itself.
    let dependencies: (needs: [[Int32]], neededBy: [[Int32]])

    init(_ pool: WeighedPool) throws(Failure) {
        try pool.validate()
        let hosts = try Self.numbers(pool.hosts.map(\.name), "host")
        let names = try Self.numbers(pool.services.map(\.name), "service")
        _ = try Self.numbers(pool.machines.map(\.name), "machine")
        let resources = try Self.numbers(pool.resources.map(\.name), "resource")
        var (home, service, services) = ([Int](), [Int](), pool.services.count)
        for machine in pool.machines {
            home.append(try Self.find(machine.host, in: hosts, "host"))
            if let name = machine.service {
                service.append(try Self.find(name, in: names, "service"))
            } else {
                service.append(services)
                services += 1
            }
        }
        (self.home, self.service, self.services) = (home, service, services)
        var balance: [Problem.Term] = []
        for term in pool.balance {
            let of = try Self.find(term.of, in: resources, "resource")
            let to = try Self.find(term.to, in: resources, "resource")
            balance.append(.init(of: of, to: to, target: Int64(term.target), weight: Int64(term.weight)))
        }
        self.balance = balance
        var needs = [Set<Int32>](repeating: [], count: services)
        for (at, service) in pool.services.enumerated() {
            for name in service.dependsOn { needs[at].insert(Int32(try Self.find(name, in: names, "service"))) }
            needs[at].remove(Int32(at))
        }
        var neededBy = [[Int32]](repeating: [], count: services)
        for (at, needed) in needs.enumerated() { for on in needed { neededBy[Int(on)].append(Int32(at)) } }
        dependencies = (needs.map { $0.sorted() }, neededBy)
    }

    private static func numbers(_ names: [String], _ kind: String) throws(Failure) -> [String: Int] {
        var numbers = [String: Int](minimumCapacity: names.count)
        for (at, name) in names.enumerated() {
            guard numbers.updateValue(at, forKey: name) == nil else {
                throw refused("\(kind) \(name) stands in it twice")
            }
        }
        return numbers
    }

    private static func find(_ name: String, in numbers: [String: Int], _ kind: String) throws(Failure) -> Int {
        guard let number = numbers[name] else { throw refused("it names the \(kind) \(name), which is not there") }
        return number
    }

    static func refused(_ because: String) -> Failure {
        Failure("place the machines", on: "the pool", because: because, next: "correct the file", exit: .refused)
    }
}
