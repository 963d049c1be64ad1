extension PackingProblem {
    /// The problem of these items alone, their rows side by side in memory. `source` of the result holds `items`.
    func subset(_ items: [Int]) -> PackingProblem {
        let newDemand = UnsafeMutablePointer<Lanes>.allocate(capacity: max(1, items.count * rows))
        for (i, item) in items.enumerated() {
            (newDemand + i * rows).initialize(from: demand(item), count: rows)
        }
        let newCapacity = UnsafeMutablePointer<Lanes>.allocate(capacity: types.count * rows)
        newCapacity.initialize(from: capacity(0), count: types.count * rows)
        var newTotal = [Int64](repeating: 0, count: dimensions)
        for i in items.indices {
            for d in 0..<dimensions { newTotal[d] += Int64(newDemand[i * rows + (d >> 3)][d & 7]) }
        }
        return PackingProblem(
            demand: newDemand, capacity: newCapacity, rows: rows, dimensions: dimensions, types: types, source: items,
            size: items.map { size[$0] }, separations: separations.subset(items), total: newTotal,
            rules: rules.subset(items))
    }
}
