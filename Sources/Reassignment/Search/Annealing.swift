internal import Foundation

/// Simulated annealing over moves of one machine and swaps of two: changes for the worse are taken the more rarely the
/// worse they are and the later it is.
struct Annealing {
    private let placement: Placement
    private let bestHosts: Table<Int32>
    /// Of the best so far.
    private(set) var cost: Int64
    private var random: Randomness
    /// Of 4,096 numbers between 0 and 1, minus their natural logarithms.
    private let logarithms: Table<Double>

    /// Changes that are looked at between two looks at the clock.
    static let stride = 16_384

    init(_ problem: Problem, seed: UInt64) {
        placement = Placement(problem)
        cost = placement.total
        bestHosts = Table(placement.hosts)
        random = Randomness(seed: seed)
        logarithms = Table((0..<4096).map { -log((Double($0) + 0.5) / 4096) })
    }

    /// The best placement so far.
    var best: (cost: Int64, hosts: [Int32]) { (cost, Array(bestHosts.all)) }

    /// Where all are at the moment.
    var now: (cost: Int64, hosts: [Int32]) { (placement.total, placement.hosts) }

    /// Looks at some changes at a temperature, in the unit of the objective. There are two hosts and a
    /// machine at least.
    ///
    /// - Parameter homing: how many temperatures it costs to be away from home.
    mutating func step(_ temperature: Double, homing: Double) {
        let problem = placement.problem
        for _ in 0..<Self.stride {
            let dice = random.next()
            let one = random.below(problem.machines)
            let here = Int(placement.host.start[one])
            let isSwap = dice & 1 == 1
            let other = isSwap ? random.below(problem.machines) : problem.machines
            let there = isSwap ? Int(placement.host.start[other]) : random.below(problem.hosts)
            guard here != there else { continue }
            let leaving = Double(placement.leaving(one, here, other, there))
            let most = Int64(temperature * (logarithms.start[Int(dice >> 52)] - leaving * homing))
            guard let change = placement.change(one, here, other, there, most: most) else { continue }
            placement.apply(one, here, other, there, change)
        }
    }

    /// Remembers where all are when that is the best so far.
    mutating func note() {
        guard placement.total < cost else { return }
        cost = placement.total
        bestHosts.start.update(from: placement.host.start, count: bestHosts.count)
    }
}
