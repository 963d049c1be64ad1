internal import Estate

extension PackingProblem {
    /// Compiles an instance that ``InstanceCheck`` has accepted. Rules need items without copies.
    ///
    /// - Parameter rounding: where numbers must be rounded at all; ``Units/Rounding/safe`` also compiles the loose twin
    ///   that bounds are made from.
    convenience init(
        _ instance: PackingInstance, rules: PackingRules = PackingRules(), rounding: Units.Rounding = .safe
    ) {
        let slots = instance.slots
        let resources = instance.resources.indices
        // A resource that no item's series changes needs one slot only.
        let slotsOf = resources.map { r in
            instance.items.allSatisfy { item in item.series.map { Self.isConstant($0[r]) } ?? true } ? 1 : slots
        }
        let dimensions = slotsOf.reduce(0, +)
        let units = resources.map { r in
            Units(
                capacities: instance.hosts.map { $0.capacity[r] }, brimful: { Self.brimful(instance, r) },
                rounding: rounding
            ) { scale in
                instance.items.allSatisfy { item in
                    if let series = item.series { return series[r].allSatisfy { Units.isWhole($0 * scale) } }
                    return Units.isWhole((item.demand?[r] ?? 0) * scale)
                }
            }
        }
        let order = Self.order(instance, slotsOf)
        let rows = (dimensions + 7) / 8
        let source = instance.items.indices.flatMap { Array(repeating: $0, count: instance.items[$0].count ?? 1) }
        let demand = UnsafeMutablePointer<Lanes>.allocate(capacity: max(1, source.count * rows))
        demand.initialize(repeating: .zero, count: max(1, source.count * rows))
        let capacity = UnsafeMutablePointer<Lanes>.allocate(capacity: instance.hosts.count * rows)
        capacity.initialize(repeating: .zero, count: instance.hosts.count * rows)
        for (t, host) in instance.hosts.enumerated() {
            for (d, place) in order.enumerated() {
                capacity[t * rows + (d >> 3)][d & 7] = units[place.resource].capacity(host.capacity[place.resource])
            }
        }
        var total = [Int64](repeating: 0, count: dimensions)
        var sums = [Double](repeating: 0, count: dimensions)
        for (i, s) in source.enumerated() {
            let item = instance.items[s]
            for (d, place) in order.enumerated() {
                let value = item.series?[place.resource][place.slot] ?? item.demand?[place.resource] ?? 0
                let unit = units[place.resource].demand(value)
                demand[i * rows + (d >> 3)][d & 7] = unit
                total[d] += Int64(unit)
                sums[d] += value
            }
        }
        for (d, place) in order.enumerated() { total[d] = units[place.resource].sum(of: sums[d], rounded: total[d]) }
        let kinds = instance.hosts.map { HostKind(name: $0.type, cost: $0.cost ?? 1, limit: $0.count ?? .max) }
        let size = Self.sizes(demand, capacity, rows, dimensions, source.count, kinds.count, total)
        self.init(
            demand: demand, capacity: capacity, rows: rows, dimensions: dimensions, types: kinds, source: source,
            size: size, separations: Separations(instance, source: source), total: total, rules: rules,
            loose: rounding == .safe && units.contains { !$0.isExact }
                ? PackingProblem(instance, rules: rules, rounding: .loose) : nil)
    }

    /// The capacities that some item asks for to the last bit.
    private static func brimful(_ instance: PackingInstance, _ r: Int) -> [Double] {
        let capacities = Set(instance.hosts.map { $0.capacity[r] })
        var found: Set<Double> = []
        for item in instance.items {
            for value in item.series?[r] ?? [item.demand?[r] ?? 0] where capacities.contains(value) {
                found.insert(value)
            }
        }
        return found.sorted()
    }

    private static func isConstant(_ values: [Double]) -> Bool {
        guard let first = values.first else { return true }
        return values.allSatisfy { $0 == first }
    }

    private struct Place {
        var resource: Int
        var slot: Int
        var tightness: Double
    }

    /// All dimensions, those with the largest summed demand for their capacity first.
    private static func order(_ instance: PackingInstance, _ slotsOf: [Int]) -> [Place] {
        var places: [Place] = []
        for r in instance.resources.indices {
            let capacity = max(instance.hosts.map { $0.capacity[r] }.max() ?? 0, .leastNormalMagnitude)
            var sums = [Double](repeating: 0, count: slotsOf[r])
            for item in instance.items {
                let copies = Double(item.count ?? 1)
                if let series = item.series {
                    for t in sums.indices { sums[t] += series[r][t] * copies }
                } else if let demand = item.demand {
                    for t in sums.indices { sums[t] += demand[r] * copies }
                }
            }
            for t in sums.indices { places.append(Place(resource: r, slot: t, tightness: sums[t] / capacity)) }
        }
        return places.sorted { ($1.tightness, $0.resource, $0.slot) < ($0.tightness, $1.resource, $1.slot) }
    }

    /// An item's size: its shares of the dimensions, each weighted by how scarce that dimension is.
    private static func sizes(
        _ demand: UnsafeMutablePointer<Lanes>, _ capacity: UnsafeMutablePointer<Lanes>, _ rows: Int,
        _ dimensions: Int, _ items: Int, _ types: Int, _ total: [Int64]
    ) -> [Double] {
        let largest = (0..<dimensions).map { d in
            Double((0..<types).map { capacity[$0 * rows + (d >> 3)][d & 7] }.max() ?? 1)
        }
        var weights = (0..<dimensions).map { Double(total[$0]) / max(largest[$0], 1) }
        let sum = max(weights.reduce(0, +), .leastNormalMagnitude)
        for d in weights.indices { weights[d] /= sum * max(largest[d], 1) }
        return (0..<items).map { i in
            var size = 0.0
            for d in 0..<dimensions { size += weights[d] * Double(demand[i * rows + (d >> 3)][d & 7]) }
            return size
        }
    }
}

extension PackingInstance {
    /// Time slots: 1 where no item has a series.
    var slots: Int { items.lazy.compactMap { $0.series?.first?.count }.first ?? 1 }
}
