internal import Estate
internal import Pool

/// The VM of a run: what has its UUID and its origin, wherever it is by now and whatever it is called. A machine that
/// somebody else made under the same name is never touched.
struct OwnMachine: Sendable {
    private let facts: MachineFacts
    private let pool: any Pool

    init(_ facts: MachineFacts, _ pool: any Pool) {
        self.facts = facts
        self.pool = pool
    }

    /// Every place where a host knows it.
    ///
    /// - Throws: ``Failure`` when a host cannot be asked: it may run there.
    func states() async throws -> [Machine] {
        guard pool.name == facts.pool else {
            throw failure("the run was made in the pool \(facts.pool), and this is \(pool.name)", "name that pool")
        }
        if let silent = try await pool.hosts().first(where: { !$0.reachable }) {
            throw failure("\(silent.name) cannot be asked whether it runs it", "bring \(silent.name) back")
        }
        let same = try await pool.machines().filter { $0.uuid.lowercased() == facts.uuid.lowercased() }
        if let other = same.first(where: { $0.origin != facts.origin }) {
            throw failure(
                "\(other.name) on \(other.host) has its UUID, and p2v did not make it from this server and plan",
                "look at that machine; p2v leaves it as it is")
        }
        return same
    }

    /// Makes sure that no host runs it.
    func powerOff() async throws {
        for machine in try await states() where !machine.isOff {
            try await pool.powerOff(uuid: machine.uuid, on: machine.host)
        }
        if let left = try await states().first(where: { !$0.isOff }) {
            throw failure("it is not off on \(left.host): \(left.state.rawValue)", "switch it off by hand")
        }
    }

    func undefine() async throws {
        for machine in try await states() { try await pool.undefine(uuid: machine.uuid, on: machine.host) }
    }

    private func failure(_ because: String, _ next: String) -> Failure {
        Failure(
            "find the VM for certain", on: "\(facts.name) (\(facts.uuid))", because: because, next: next,
            exit: .unproved)
    }
}

extension Machine {
    /// Known to run nothing. `unknown` is not off; one that crashed and is kept as it is has a process, and its images.
    var isOff: Bool { state == .shutOff }
}
