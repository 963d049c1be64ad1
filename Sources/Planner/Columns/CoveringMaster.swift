/// The linear program of column generation: cover each item at least once with patterns (sets of items that fit one
/// host), using as few as possible. Revised simplex with a dense inverse; rows are perturbed against cycling.
///
/// ```
/// minimise Σ λp   subject to   Σ{p contains i} λp ≥ 1 for each item i,  λ ≥ 0
/// ```
struct CoveringMaster {
    /// A column of the basis: a pattern, or the surplus of a row.
    enum Column: Sendable, Equatable {
        case pattern([Int])
        case surplus(Int)
    }

    let count: Int
    private(set) var basis: [Column]
    /// Values of the basic columns.
    private(set) var values: [Double]
    /// One price for each item.
    private(set) var duals: [Double]
    private(set) var pivots = 0

    /// The inverse of the basis, by columns.
    private var inverse: [Double]
    private var costs: [Double]
    private var direction: [Double]

    init(count: Int, random: inout Random) {
        self.count = count
        basis = (0..<count).map { .pattern([$0]) }
        values = (0..<count).map { _ in 1 + random.unit() * 1e-6 }
        duals = Array(repeating: 1, count: count)
        costs = Array(repeating: 1, count: count)
        direction = Array(repeating: 0, count: count)
        inverse = Array(repeating: 0, count: count * count)
        for i in 0..<count { inverse[i * count + i] = 1 }
    }

    var objective: Double { zip(values, costs).reduce(0) { $0 + $1.0 * $1.1 } }

    /// The patterns in use, heaviest first.
    var solution: [(pattern: [Int], weight: Double)] {
        var found: [(pattern: [Int], weight: Double)] = []
        for (column, value) in zip(basis, values) where value > 1e-5 {
            if case .pattern(let pattern) = column { found.append((pattern, value)) }
        }
        return found.sorted { ($1.weight, $0.pattern.first ?? 0) < ($0.weight, $1.pattern.first ?? 0) }
    }

    /// Value of a pattern at today's prices: above 1 it improves the program.
    func value(_ pattern: [Int]) -> Double { pattern.reduce(0) { $0 + duals[$1] } }

    /// Lets the surplus in whose price is most negative.
    mutating func dropNegativePrice() {
        guard let worst = duals.indices.min(by: { duals[$0] < duals[$1] }), duals[worst] < -1e-9 else { return }
        for k in 0..<count { direction[k] = -inverse[worst * count + k] }
        _ = pivot(.surplus(worst), cost: 0)
    }

    /// Takes a pattern into the basis if it improves the program.
    mutating func enter(_ pattern: [Int]) {
        guard value(pattern) > 1 + 1e-9 else { return }
        direction.withUnsafeMutableBufferPointer { direction in
            inverse.withUnsafeBufferPointer { inverse in
                for k in 0..<count { direction[k] = 0 }
                for i in pattern {
                    let column = inverse.baseAddress! + i * count
                    for k in 0..<count { direction[k] += column[k] }
                }
            }
        }
        _ = pivot(.pattern(pattern), cost: 1)
    }

    private mutating func pivot(_ column: Column, cost: Double) -> Bool {
        var row = -1
        var step = Double.infinity
        for k in 0..<count where direction[k] > 1e-9 {
            let ratio = values[k] / direction[k]
            if ratio < step - 1e-15 || (ratio < step + 1e-15 && row >= 0 && direction[k] > direction[row]) {
                step = ratio
                row = k
            }
        }
        guard row >= 0 else { return false }
        for k in 0..<count { values[k] = max(0, values[k] - step * direction[k]) }
        values[row] = max(0, step)
        updateInverse(row)
        basis[row] = column
        costs[row] = cost
        pivots += 1
        return true
    }

    private mutating func updateInverse(_ row: Int) {
        let heart = direction[row]
        let n = count
        inverse.withUnsafeMutableBufferPointer { inverse in
            direction.withUnsafeBufferPointer { direction in
                for j in 0..<n {
                    let column = inverse.baseAddress! + j * n
                    guard column[row] != 0 else { continue }
                    let factor = column[row] / heart
                    let along = direction.baseAddress!
                    for k in 0..<n { column[k] -= factor * along[k] }
                    column[row] = factor
                }
            }
        }
    }

    /// Prices of the present basis.
    mutating func price() {
        let n = count
        inverse.withUnsafeBufferPointer { inverse in
            costs.withUnsafeBufferPointer { costs in
                for j in 0..<n {
                    var sum = 0.0
                    let column = inverse.baseAddress! + j * n
                    for k in 0..<n { sum += costs[k] * column[k] }
                    duals[j] = sum
                }
            }
        }
    }
}
