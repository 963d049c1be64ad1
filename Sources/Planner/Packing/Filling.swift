/// Fills one host at a time with the server that matches its free room best (bin-centric; Panigrahy, Talwar, Uyeda,
/// Wieder 2011).
struct Filling {
    /// How well an item matches the room.
    enum Measure: Sendable, CaseIterable {
        /// Room · demand: big items along the free directions.
        case dot
        /// 2 room · demand − demand · demand: what leaves the least room (in squares).
        case square
        /// Room · demand for the item's length: direction alone.
        case cosine
    }

    let problem: PackingProblem
    var measure: Measure
    /// Items looked at for each place; Int.max: all.
    var sample = Int.max
    /// Power of scarcity that weighs each dimension: 0 treats all alike.
    var scarcity = 0.0

    func pack(on type: Int, random: inout Random) -> Layout? {
        let bins = Bins(problem, hosts: 64)
        let weights = weightRows(type)
        let lengths = (0..<problem.count).map {
            Self.dot(problem.demand($0), problem.demand($0), weights, problem.rows)
        }
        var remaining = FirstFit(problem: problem).decreasing()
        while !remaining.isEmpty {
            guard bins.count < problem.types[type].limit else { return nil }
            let bin = bins.open(type)
            guard bins.fits(remaining[0], in: bin) else { return nil }
            bins.put(remaining.removeFirst(), in: bin)
            fill(bin, bins, &remaining, weights, lengths, &random)
        }
        return bins.layout
    }

    private func fill(
        _ bin: Int, _ bins: Bins, _ remaining: inout [Int], _ weights: [SIMD8<Float>], _ lengths: [Float],
        _ random: inout Random
    ) {
        while !remaining.isEmpty {
            var best = -1
            var bestScore = -Float.infinity
            let all = remaining.count <= sample
            for k in 0..<(all ? remaining.count : sample) {
                let at = all ? k : random.below(remaining.count)
                let item = remaining[at]
                guard bins.fits(item, in: bin) else { continue }
                let score = score(bins.free(bin), item, weights, lengths[item])
                if score > bestScore {
                    bestScore = score
                    best = at
                }
            }
            if best < 0 {
                // A sample that finds nothing says little: the whole list is tried once, largest first.
                guard !all, let at = remaining.firstIndex(where: { bins.fits($0, in: bin) }) else { return }
                best = at
            }
            bins.put(remaining.remove(at: best), in: bin)
        }
    }

    private func score(
        _ free: UnsafePointer<Lanes>, _ item: Int, _ weights: [SIMD8<Float>], _ length: Float
    ) -> Float {
        let dot = Self.dot(free, problem.demand(item), weights, problem.rows)
        return switch measure {
        case .dot: dot
        case .square: 2 * dot - length
        case .cosine: dot / max(length, .leastNormalMagnitude).squareRoot()
        }
    }

    private func weightRows(_ type: Int) -> [SIMD8<Float>] {
        var weights = [SIMD8<Float>](repeating: .zero, count: problem.rows)
        let scarcest = (0..<problem.dimensions).map { tightness($0, type) }.max() ?? 1
        for d in 0..<problem.dimensions {
            let capacity = max(1, problem.capacity(type, at: d))
            let share = power(tightness(d, type) / max(scarcest, .leastNormalMagnitude), scarcity)
            weights[d >> 3][d & 7] = Float(share / (Double(capacity) * Double(capacity)))
        }
        return weights
    }

    private func tightness(_ dimension: Int, _ type: Int) -> Double {
        Double(problem.total[dimension]) / Double(max(1, problem.capacity(type, at: dimension)))
    }

    /// Whole and half powers suffice, and need no mathematics library.
    private func power(_ base: Double, _ exponent: Double) -> Double {
        var result = 1.0
        for _ in 0..<Int(exponent) { result *= base }
        return exponent != exponent.rounded(.down) ? result * base.squareRoot() : result
    }

    @inline(__always)
    private static func dot(
        _ a: UnsafePointer<Lanes>, _ b: UnsafePointer<Lanes>, _ weights: [SIMD8<Float>], _ rows: Int
    ) -> Float {
        weights.withUnsafeBufferPointer { weights in
            var sum = SIMD8<Float>.zero
            for v in 0..<rows {
                sum += SIMD8<Float>(a[v]) * SIMD8<Float>(b[v]) * weights[v]
            }
            return sum.sum()
        }
    }
}
