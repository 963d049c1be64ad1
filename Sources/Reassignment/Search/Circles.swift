internal import Estate

/// What services ask of places. Only services that ask for something, or of which others do, have a row.
struct Circles: Sendable {
    /// Of each host.
    let location: Table<Int32>
    let neighborhood: Table<Int32>
    let locations: Int
    let neighborhoods: Int
    /// Of each service: its row among those of two machines or more; -1: it has none.
    let apart: Table<Int32>
    let apartRows: Int
    /// Its row among those that are to be spread.
    let wide: Table<Int32>
    let wideRows: Int
    let spread: Table<Int32>
    /// Its row among those that need others or are needed.
    let near: Table<Int32>
    let nearRows: Int
    /// Of each service, without itself.
    let needs: [[Int32]]
    let neededBy: [[Int32]]

    init(_ pool: WeighedPool, _ index: PoolIndex) throws(Failure) {
        let locationNames = Self.numbered(pool.hosts.map(\.location))
        let neighborhoodNames = Self.numbered(pool.hosts.map(\.neighborhood))
        location = Table(locationNames.of)
        locations = locationNames.count
        neighborhood = Table(neighborhoodNames.of)
        neighborhoods = neighborhoodNames.count
        var sizes = [Int](repeating: 0, count: index.services)
        for service in index.service { sizes[service] += 1 }
        (apart, apartRows) = Self.rows(sizes.map { $0 > 1 })
        let spread = (0..<index.services).map { $0 < pool.services.count ? pool.services[$0].spread : 0 }
        (wide, wideRows) = Self.rows(spread.map { $0 > 1 })
        self.spread = Table(spread.map(Int32.init))
        (needs, neededBy) = index.dependencies
        (near, nearRows) = Self.rows(
            (0..<index.services).map { [needs, neededBy] in
                !needs[$0].isEmpty || !neededBy[$0].isEmpty
            })
        let pairs = apartRows * pool.hosts.count + wideRows * locations + nearRows * neighborhoods
        guard pairs <= Limits.pairs else {
            throw PoolIndex.refused(
                "it has too many services on too many hosts: \(pairs) pairs, at most \(Limits.pairs)")
        }
    }

    private static func numbered(_ names: [String]) -> (of: [Int32], count: Int) {
        var seen: [String: Int32] = [:]
        let of = names.map { name in
            let number = seen[name] ?? Int32(seen.count)
            seen[name] = number
            return number
        }
        return (of, seen.count)
    }

    private static func rows(_ wanted: [Bool]) -> (Table<Int32>, Int) {
        var count: Int32 = 0
        let rows = wanted.map { wanted -> Int32 in
            guard wanted else { return -1 }
            defer { count += 1 }
            return count
        }
        return (Table(rows), Int(count))
    }
}
