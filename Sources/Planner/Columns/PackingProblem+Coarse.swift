extension PackingProblem {
    /// The same problem of one resource in so many parts of a host, demand rounded down: what fits together, fits together
    /// in parts, so that a bound for the parts is one for the items. Small enough for a table of sums.
    func coarse(parts: Int) -> PackingProblem {
        let room = Int64(capacity(0, at: 0))
        let newDemand = UnsafeMutablePointer<Lanes>.allocate(capacity: max(1, count))
        var sum: Int64 = 0
        for item in 0..<count {
            let part = Int64(demand(item, at: 0)) * Int64(parts) / max(1, room)
            var lanes = Lanes.zero
            lanes[0] = Int32(part)
            (newDemand + item).initialize(to: lanes)
            sum += part
        }
        let newCapacity = UnsafeMutablePointer<Lanes>.allocate(capacity: 1)
        var lanes = Lanes.zero
        lanes[0] = Int32(parts)
        newCapacity.initialize(to: lanes)
        return PackingProblem(
            demand: newDemand, capacity: newCapacity, rows: 1, dimensions: 1, types: types, source: source,
            size: size, separations: separations, total: [sum], rules: rules)
    }
}
