/// The pattern that is worth most at given prices where one resource counts: a bounded knapsack, by a table over all
/// sums. Exact, in whole numbers.
struct KnapsackTable: Sendable {
    private let sizes: [Int]
    private let room: Int
    private let order: [Int]
    /// Best value for each sum, a line for each layer and one before them.
    private var table: [Int32] = []

    /// A class once, twice, four times …: every number of copies is a sum of them.
    private struct Layer {
        var row: Int
        var times: Int
        var size: Int
        var price: Int32
    }

    /// Numbers in a table, at most.
    private static let most = 4_000_000

    /// - Returns: nil where the table would be too large, or more than one resource counts.
    init?(_ classes: ItemClasses) {
        let problem = classes.problem
        guard problem.dimensions == 1, problem.separations.isEmpty else { return nil }
        let sizes = (0..<problem.count).map { problem.demand($0, at: 0) }
        let room = problem.capacity(0, at: 0)
        let layers = zip(sizes, classes.counts).reduce(0) { sum, pair in
            sum + Self.doublings(pair.0, min(pair.1, pair.0 > 0 ? room / pair.0 : 1)).count
        }
        guard (layers + 1) * Self.line(room) <= Self.most else { return nil }
        guard sizes.allSatisfy({ $0 > 0 && $0 <= room }) else { return nil }
        (self.sizes, self.room) = (sizes, room)
        order = sizes.indices.sorted { (sizes[$1], $0) < (sizes[$0], $1) }
    }

    private static func line(_ room: Int) -> Int { (room + 1 + 7) / 8 * 8 + 8 }

    private static func doublings(_ size: Int, _ copies: Int) -> [Int] {
        var (found, left, next) = ([Int](), copies, 1)
        while left > 0 {
            found.append(min(next, left))
            left -= found[found.count - 1]
            next *= 2
        }
        return found
    }

    /// Prices as whole numbers, so that no pattern's value overflows.
    func scale(_ duals: [Double]) -> Double {
        let dearest = zip(duals, sizes).reduce(1e-9) { max($0, $1.0 / Double($1.1)) }
        var scale = Double(1 << 29)
        while scale > 1, scale * (dearest * Double(room) + 1) > Double(1 << 30) { scale /= 2 }
        return scale
    }

    /// - Parameters:
    ///   - above: patterns of this value or less are not wanted.
    ///   - left: copies of each class.
    mutating func solve(_ prices: [Int], left: [Int], above: Int, most: Int) -> PatternPricing.Outcome {
        var layers: [Layer] = []
        for row in order where prices[row] > 0 && left[row] > 0 {
            for times in Self.doublings(sizes[row], min(left[row], room / sizes[row])) {
                layers.append(
                    Layer(row: row, times: times, size: sizes[row] * times, price: Int32(prices[row] * times)))
            }
        }
        let line = Self.line(room)
        let size = (layers.count + 1) * line
        if table.count < size { table = [Int32](repeating: 0, count: size) }
        fill(layers, line)
        var outcome = PatternPricing.Outcome()
        outcome.work = size / 4
        outcome.ceiling = max(1, Int(table[layers.count * line + room]))
        var ends: [(layer: Int, value: Int)] = layers.indices.compactMap { at in
            let value = Int(layers[at].price) + Int(table[at * line + room - layers[at].size])
            return value > above ? (at, value) : nil
        }
        ends.sort { ($1.value, $0.layer) < ($0.value, $1.layer) }
        var seen: Set<Pattern> = []
        for end in ends.prefix(most) {
            let pattern = pattern(endingIn: end.layer, layers, line)
            if seen.insert(pattern).inserted { outcome.patterns.append(pattern) }
        }
        return outcome
    }

    private mutating func fill(_ layers: [Layer], _ line: Int) {
        table.withUnsafeMutableBufferPointer { table in
            guard let base = table.baseAddress else { return }
            base.update(repeating: 0, count: line)
            for (at, layer) in layers.enumerated() {
                let old = UnsafeRawPointer(base + at * line)
                let new = UnsafeMutableRawPointer(base + (at + 1) * line)
                new.copyMemory(from: old, byteCount: layer.size * 4)
                let price = Lanes(repeating: layer.price)
                var w = layer.size
                while w <= room {
                    let with = old.loadUnaligned(fromByteOffset: (w - layer.size) * 4, as: Lanes.self) &+ price
                    let without = old.loadUnaligned(fromByteOffset: w * 4, as: Lanes.self)
                    new.storeBytes(of: pointwiseMax(with, without), toByteOffset: w * 4, as: Lanes.self)
                    w += 8
                }
            }
        }
    }

    /// The best pattern of which this layer is the last.
    private func pattern(endingIn last: Int, _ layers: [Layer], _ line: Int) -> Pattern {
        var times: [Int: Int] = [layers[last].row: layers[last].times]
        var w = room - layers[last].size
        for at in (0..<last).reversed() where table[(at + 1) * line + w] != table[at * line + w] {
            times[layers[at].row, default: 0] += layers[at].times
            w -= layers[at].size
        }
        return Pattern(times.sorted { $0.key < $1.key }.map { Pattern.Part(row: $0.key, times: $0.value) })
    }
}
