internal import Estate
internal import Pool

extension Conversion {
    /// Whatever the definition or the first start would be refused for is said before the service stops.
    func checkPool(_ facts: RunFacts) async throws {
        guard let host = try await pool.hosts().first(where: { $0.name == server.host }) else {
            throw failure(
                "use the host \(server.host)", "the pool has none of this name", "make a new plan", exit: .refused)
        }
        guard host.reachable, !host.inMaintenance else {
            throw failure(
                "use the host \(server.host)", host.reachable ? "it is in maintenance" : "it does not answer",
                "bring it back, or plan another host", exit: .refused)
        }
        let machine = try known(facts.machine)
        if try await OwnMachine(machine, pool).states().contains(where: { !$0.isOff }) {
            // An earlier try with the source kept on: it holds its memory and its name by itself.
            return
        }
        let critical = try await pool.check(definition(of: machine, facts.needs), on: server.host).filter {
            $0.severity == .critical
        }
        guard let first = critical.first else { return }
        throw failure(
            "use the host \(server.host)", critical.map(\.seen).joined(separator: "; "), first.advice, exit: .refused)
    }

    /// What the journal must know by now.
    func known<Value>(_ fact: Value?) throws(Failure) -> Value {
        guard let fact else {
            throw failure(
                "go on with the conversion", "its journal does not say what was made",
                "take it back with --undo and begin anew", exit: .refused)
        }
        return fact
    }
}
