internal import Foundation

/// From hot to cold in a given time.
///
/// Being away from home is made dearer by some temperatures: a machine has one home and many other hosts, so that
/// chance alone would drive nearly all of them away, and what they hold at home until they have moved (transient use)
/// would bar the way of those whose move is worth it. When it is cold nothing is left of that price.
struct Cooling {
    private let problem: Problem
    private let phases: [Phase]

    /// One way from hot to cold, in the unit of the objective.
    struct Phase {
        var hot: Double
        var cold: Double
        /// Temperatures that being away from home costs.
        var homing: Double

        /// The last of it only goes downhill.
        func temperature(_ share: Double) -> Double {
            share > 0.97 ? 0 : hot * pow(cold / hot, share / 0.97)
        }
    }

    /// Temperatures are shares of the mean price of a machine's demand; found by trial on the challenge's data.
    init(_ problem: Problem, worker: Int) {
        self.problem = problem
        let mean = max(1, problem.meanPrice)
        func phase(_ homing: Double) -> Phase { Phase(hot: mean * 0.4, cold: mean * 3e-5, homing: homing) }
        let free = Phase(hot: mean, cold: mean * 3e-4, homing: 0)
        // A small pool has time for several; in a large one half of the way would be worse than all of it.
        if problem.machines * problem.hosts > 200_000 {
            phases = [phase(worker % 2 == 0 ? 6 : 3)]
        } else {
            phases = worker % 2 == 0 ? [phase(6), free, phase(1), free] : [free, phase(3), free, phase(0)]
        }
    }

    /// Seconds between two looks at the clock are few: a stride takes about a millisecond.
    func run(_ effort: SearchEffort, seed: UInt64) -> (cost: Int64, hosts: [Int32]) {
        var search = Annealing(problem, seed: seed)
        guard problem.machines > 0, problem.hosts > 1 else { return search.best }
        let start = ContinuousClock.now
        let bound = problem.lowerBound
        var (strides, spent) = (0, 0.0)
        while !Task.isCancelled, search.cost > bound {
            let seconds = start.duration(to: .now) / .seconds(1)
            spent = effort.limit.share(after: strides, seconds, before: spent)
            guard spent < 1 else { break }
            let at = spent * Double(phases.count)
            let phase = phases[Int(at)]
            search.step(phase.temperature(at - at.rounded(.down)), homing: phase.homing)
            search.note()
            strides += 1
        }
        return search.best
    }
}

extension SearchEffort.Limit {
    /// How much of it is spent.
    ///
    /// Of time, what is left is shared out evenly over the strides that still fit in: where the machine stood still for
    /// a while, all that follows is quicker, and no temperature is left out.
    fileprivate func share(after strides: Int, _ seconds: Double, before spent: Double) -> Double {
        switch self {
        case .strides(let limit): return Double(strides) / Double(max(1, limit))
        case .seconds(let limit):
            guard seconds < limit else { return 1 }
            guard strides > 0 else { return 0 }
            return spent + (1 - spent) * min(1, seconds / Double(strides) / (limit - seconds))
        }
    }
}
