/// The linear program of column generation: carry as many of each class as there are, with as few patterns as possible.
///
/// ```
/// minimise Σ λp   subject to   Σ (times of i in p) λp ≥ need i for each class i,  λ ≥ 0
/// ```
///
/// Revised simplex with a dense inverse; needs are perturbed against cycling. When needs fall, the dual simplex goes on
/// from where the program stood.
struct PatternProgram: Sendable {
    let count: Int
    /// One price for each class.
    private(set) var duals: [Double]
    /// Numbers touched so far, about.
    private(set) var work = 0

    private(set) var columns: [Pattern]
    private var known: Set<Pattern>
    /// Columns that carry more than is left: they may stay, at a price, but not come in.
    private var isBanned: [Bool]
    private static let banned = 8.0

    /// The basic columns: an index, or ~row of a surplus.
    private var basis: [Int]
    private var values: [Double]
    private var costs: [Double]
    private var need: [Double]
    private let noise: [Double]
    /// The inverse of the basis, by columns.
    private var inverse: [Double]
    private var direction: [Double]

    /// - Parameter counts: how many of each class there are.
    init(counts: [Int], random: inout Random) {
        count = counts.count
        noise = counts.map { _ in random.unit() * 1e-6 }
        columns = counts.indices.map { Pattern([.init(row: $0, times: 1)]) }
        known = Set(columns)
        isBanned = Array(repeating: false, count: count)
        need = zip(counts, noise).map { Double($0) + $1 }
        basis = Array(0..<count)
        values = need
        costs = Array(repeating: 1, count: count)
        duals = costs
        direction = Array(repeating: 0, count: count)
        inverse = Array(repeating: 0, count: count * count)
        for i in 0..<count { inverse[i * count + i] = 1 }
    }

    /// How many patterns are used, in parts.
    var objective: Double { zip(values, costs).reduce(0) { $0 + $1.0 * $1.1 } }

    /// The patterns in use and how often.
    var solution: [(pattern: Pattern, weight: Double)] {
        zip(basis, values).compactMap { column, value in
            column >= 0 && !isBanned[column] && value > 1e-5 ? (columns[column], value) : nil
        }
    }

    /// - Returns: how many of them were new.
    @discardableResult
    mutating func add(_ patterns: [Pattern]) -> Int {
        let before = columns.count
        for pattern in patterns where known.insert(pattern).inserted {
            columns.append(pattern)
            isBanned.append(false)
        }
        return columns.count - before
    }

    /// Fewer are left of some classes: patterns with more than that are banned, and cut to what is left.
    mutating func restrict(to left: [Int], isOver: () -> Bool) {
        var cuts: [Pattern] = []
        for at in columns.indices where !isBanned[at] && !columns[at].fits(in: left) {
            isBanned[at] = true
            let cut = columns[at].cut(to: left)
            if !cut.parts.isEmpty { cuts.append(cut) }
        }
        need = left.indices.map { left[$0] > 0 ? Double(left[$0]) + noise[$0] : 0 }
        values = Array(repeating: 0, count: count)
        for j in 0..<count where need[j] != 0 {
            for k in 0..<count { values[k] += inverse[j * count + k] * need[j] }
        }
        work += count * count
        // A part of a pattern is worth no more than the pattern: the prices stay right.
        add(cuts)
        mend(isOver)
        for k in 0..<count where basis[k] >= 0 && isBanned[basis[k]] { costs[k] = Self.banned }
        price()
    }

    /// At the present prices it is worth more than the host that it takes.
    func isImproving(_ pattern: Pattern) -> Bool { value(pattern, duals) > 1 + 1e-7 }

    // MARK: Primal

    /// Optimises over the known patterns.
    mutating func settle(isOver: () -> Bool) {
        for step in 0..<100_000 {
            if step & 15 == 15, isOver() { return }
            if step & 63 == 63 { price() }
            guard enterBest() else {
                price()
                guard enterBest() else { return }
                continue
            }
        }
    }

    private mutating func enterBest() -> Bool {
        if let row = duals.indices.min(by: { duals[$0] < duals[$1] }), duals[row] < -1e-9 {
            aim(surplus: row)
            return pivot(~row, cost: 0, gain: duals[row])
        }
        var best = -1
        var bestValue = 1 + 1e-7
        for at in columns.indices where !isBanned[at] {
            let value = value(columns[at], duals)
            if value > bestValue {
                bestValue = value
                best = at
            }
        }
        work += columns.count * 8
        guard best >= 0 else { return false }
        aim(at: columns[best])
        return pivot(best, cost: 1, gain: 1 - bestValue)
    }

    @inline(__always)
    private func value(_ pattern: Pattern, _ prices: [Double]) -> Double {
        var sum = 0.0
        for part in pattern.parts { sum += prices[part.row] * Double(part.times) }
        return sum
    }

    /// The entering column in terms of the basis.
    private mutating func aim(at pattern: Pattern) {
        let n = count
        direction.withUnsafeMutableBufferPointer { direction in
            inverse.withUnsafeBufferPointer { inverse in
                for k in 0..<n { direction[k] = 0 }
                for part in pattern.parts {
                    let column = inverse.baseAddress! + part.row * n
                    let times = Double(part.times)
                    for k in 0..<n { direction[k] += times * column[k] }
                }
            }
        }
    }

    private mutating func aim(surplus row: Int) {
        for k in 0..<count { direction[k] = -inverse[row * count + k] }
    }

    private mutating func pivot(_ column: Int, cost: Double, gain: Double) -> Bool {
        var row = -1
        var step = Double.infinity
        for k in 0..<count where direction[k] > 1e-9 {
            let ratio = max(0, values[k]) / direction[k]
            if ratio < step - 1e-15 || (ratio < step + 1e-15 && row >= 0 && direction[k] > direction[row]) {
                step = ratio
                row = k
            }
        }
        guard row >= 0 else { return false }
        swap(column, into: row, step: step, cost: cost, gain: gain)
        for k in 0..<count where values[k] < 0 { values[k] = 0 }
        return true
    }

    private mutating func swap(_ column: Int, into row: Int, step: Double, cost: Double, gain: Double) {
        for k in 0..<count { values[k] -= step * direction[k] }
        values[row] = step
        updateInverse(row)
        basis[row] = column
        costs[row] = cost
        for j in 0..<count { duals[j] += gain * inverse[j * count + row] }
        work += count * count
    }

    private mutating func updateInverse(_ row: Int) {
        let heart = direction[row]
        let n = count
        let touched = (0..<n).filter { direction[$0].magnitude > 1e-12 }
        let isSparse = touched.count * 3 < n
        inverse.withUnsafeMutableBufferPointer { inverse in
            direction.withUnsafeBufferPointer { direction in
                for j in 0..<n {
                    let column = inverse.baseAddress! + j * n
                    guard column[row] != 0 else { continue }
                    let factor = column[row] / heart
                    let along = direction.baseAddress!
                    if isSparse {
                        for k in touched { column[k] = Self.cleaned(column[k] - factor * along[k]) }
                    } else {
                        for k in 0..<n { column[k] -= factor * along[k] }
                    }
                    column[row] = factor
                }
            }
        }
    }

    /// Without what rounding leaves of nothing: zeros keep the inverse quick.
    @inline(__always)
    private static func cleaned(_ value: Double) -> Double { value.magnitude < 1e-13 ? 0 : value }

    /// Prices of the present basis, anew.
    private mutating func price() {
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
        work += n * n
    }

    // MARK: Dual

    /// The dual simplex: after a fall of needs some values are negative.
    private mutating func mend(_ isOver: () -> Bool) {
        for step in 0..<count * 4 {
            if step & 15 == 15, isOver() { break }
            guard let row = values.indices.min(by: { values[$0] < values[$1] }), values[row] < -1e-9 else { return }
            guard mend(row) else { break }
        }
        for k in 0..<count where values[k] < 0 { values[k] = 0 }
    }

    /// Takes in the column that keeps all prices right.
    private mutating func mend(_ row: Int) -> Bool {
        let along = (0..<count).map { inverse[$0 * count + row] }
        var (best, bestRatio, bestPart) = (Int?.none, Double.infinity, 0.0)
        func consider(_ column: Int, _ part: Double, _ gap: Double) {
            let ratio = max(0, gap) / part
            if ratio < bestRatio - 1e-12 || (ratio < bestRatio + 1e-12 && part > bestPart) {
                (best, bestRatio, bestPart) = (column, ratio, part)
            }
        }
        for j in 0..<count where along[j] > 1e-7 { consider(~j, along[j], duals[j]) }
        for at in columns.indices where !isBanned[at] {
            let part = -value(columns[at], along)
            if part > 1e-7 { consider(at, part, 1 - value(columns[at], duals)) }
        }
        work += columns.count * 16
        guard let column = best else { return false }
        if column < 0 { aim(surplus: ~column) } else { aim(at: columns[column]) }
        guard direction[row] < -1e-9 else { return false }
        let gain = column < 0 ? duals[~column] : 1 - value(columns[column], duals)
        swap(column, into: row, step: values[row] / direction[row], cost: column < 0 ? 0 : 1, gain: gain)
        return true
    }
}
