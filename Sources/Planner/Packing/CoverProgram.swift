/// A linear program with few rows: buy as cheaply as possible so much of each column that every row is covered once.
/// Primal simplex for variables with two limits, on a dense tableau.
///
/// ```
/// minimise Σ cost · y   subject to   Σ row · y − s = 1 for each row,  0 ≤ y ≤ limit,  0 ≤ s
/// ```
struct CoverProgram {
    private let columns: Int
    private let limits: [Double]
    /// `s − Σ row · y = −1`, later multiplied by the inverse of the basis.
    private var tableau: [[Double]]
    /// Reduced costs of all variables.
    private var reduced: [Double]
    /// The basic variable of each row, and its value.
    private var basis: [Int]
    private var values: [Double]
    private var isAtLimit: [Bool]
    private var isBasic: [Bool]

    /// - Parameter rows: the share of each column in each row.
    init(rows: [[Double]], costs: [Double], limits: [Double]) {
        columns = costs.count
        let count = rows.count
        self.limits = limits + Array(repeating: .infinity, count: count)
        tableau = rows.indices.map { r in
            rows[r].map { -$0 } + (0..<count).map { $0 == r ? 1 : 0 }
        }
        reduced = costs + Array(repeating: 0, count: count)
        basis = (0..<count).map { costs.count + $0 }
        values = rows.map { row in zip(row, limits).reduce(-1) { $0 + $1.0 * $1.1 } }
        isAtLimit = Array(repeating: true, count: costs.count) + Array(repeating: false, count: count)
        isBasic = Array(repeating: false, count: costs.count) + Array(repeating: true, count: count)
    }

    /// - Returns: how much of each column, and one price for each row, none below 0; nil where even all of all columns do
    ///   not cover the rows.
    mutating func solve() -> (amounts: [Double], prices: [Double])? {
        guard values.allSatisfy({ $0 >= 0 }) else { return nil }
        for _ in 0..<50 * (columns + basis.count) {
            guard let entering = entering(), step(entering) else { break }
        }
        var amounts = (0..<columns).map { isAtLimit[$0] ? limits[$0] : 0 }
        for (row, variable) in basis.enumerated() where variable < columns { amounts[variable] = values[row] }
        return (amounts, reduced[columns...].map { max(0, $0) })
    }

    /// The variable whose change saves most, for each unit of it.
    private func entering() -> Int? {
        var best: Int?
        var most = 1e-10
        for at in reduced.indices where !isBasic[at] && limits[at] > 0 {
            let gain = isAtLimit[at] ? reduced[at] : -reduced[at]
            if gain > most { (best, most) = (at, gain) }
        }
        return best
    }

    /// Changes the variable as far as the rows and its own limit let it; false where nothing holds it.
    private mutating func step(_ entering: Int) -> Bool {
        let sign = isAtLimit[entering] ? -1.0 : 1.0
        var length = limits[entering]
        var leaving: (row: Int, isAtLimit: Bool)?
        for row in basis.indices {
            let rate = -tableau[row][entering] * sign
            if rate < -1e-12 {
                let reach = max(0, values[row]) / -rate
                if reach < length { (length, leaving) = (reach, (row, false)) }
            } else if rate > 1e-12, limits[basis[row]] < .infinity {
                let reach = max(0, limits[basis[row]] - values[row]) / rate
                if reach < length { (length, leaving) = (reach, (row, true)) }
            }
        }
        guard length < .infinity else { return false }
        for row in basis.indices { values[row] -= tableau[row][entering] * sign * length }
        guard let leaving else {
            isAtLimit[entering].toggle()
            return true
        }
        let start = isAtLimit[entering] ? limits[entering] : 0
        let gone = basis[leaving.row]
        (isBasic[gone], isAtLimit[gone]) = (false, leaving.isAtLimit)
        (isBasic[entering], isAtLimit[entering]) = (true, false)
        basis[leaving.row] = entering
        values[leaving.row] = start + sign * length
        eliminate(leaving.row, entering)
        return true
    }

    private mutating func eliminate(_ pivot: Int, _ column: Int) {
        let heart = tableau[pivot][column]
        for at in tableau[pivot].indices { tableau[pivot][at] /= heart }
        for row in tableau.indices where row != pivot {
            let factor = tableau[row][column]
            guard factor != 0 else { continue }
            for at in reduced.indices { tableau[row][at] -= factor * tableau[pivot][at] }
        }
        let factor = reduced[column]
        for at in reduced.indices { reduced[at] -= factor * tableau[pivot][at] }
        reduced[column] = 0
    }
}
