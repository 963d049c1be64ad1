/// First fit: each item on the first open host with room, else on a new one.
struct FirstFit {
    let problem: PackingProblem

    /// - Parameter order: items, first to be placed first.
    /// - Parameter type: the host type that new hosts have.
    /// - Returns: nil when the type has too few hosts, or an item does not fit on it.
    func pack(_ order: [Int], on type: Int) -> Layout? {
        let bins = Bins(problem, hosts: 64)
        for item in order {
            var bin = 0
            while bin < bins.count, !bins.fits(item, in: bin) { bin &+= 1 }
            if bin == bins.count {
                guard bins.count < problem.types[type].limit, problem.fits(item, on: type) else { return nil }
                bin = bins.open(type)
                // A rule that counts over all hosts may forbid one more.
                guard bins.fits(item, in: bin) else { return nil }
            }
            bins.put(item, in: bin)
        }
        return bins.layout
    }

    /// The order of first-fit decreasing.
    func decreasing() -> [Int] {
        (0..<problem.count).sorted { (problem.size[$1], $0) < (problem.size[$0], $1) }
    }
}
