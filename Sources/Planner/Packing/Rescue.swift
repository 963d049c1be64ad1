/// Finds a place for everybody on a limited set of hosts where greedy ways end in a corner: all hosts are opened, and
/// ejection chains settle who is left.
struct Rescue {
    let problem: PackingProblem
    let deadline: Deadline
    let seed: UInt64

    /// Hosts beyond this number are not opened.
    static let mostHosts = 4000

    func pack() -> Layout? {
        let bins = Bins(problem, hosts: 64)
        for type in problem.types.indices {
            let limit = min(problem.types[type].limit, problem.count, Self.mostHosts - bins.count)
            for _ in 0..<max(0, limit) { _ = bins.open(type) }
        }
        guard bins.count > 0 else { return nil }
        var squeeze = Squeeze(problem, bins, random: Random(seed: seed))
        squeeze.patience = 60
        return squeeze.settleAll(FirstFit(problem: problem).decreasing(), isOver: { deadline.isOver })
    }
}
