/// How many machines of each service are on each host, in each location and neighborhood.
final class CircleCounts {
    let circles: Circles
    let service: Table<Int32>
    let hosts: Int
    private let onHost: Table<UInt8>
    private let inLocation: Table<Int32>
    private let width: Table<Int32>
    private let inNeighborhood: Table<Int32>

    init(_ problem: Problem, _ placed: [Int32]) {
        circles = problem.circles
        service = problem.service
        hosts = problem.hosts
        onHost = Table(circles.apartRows * hosts, of: 0)
        inLocation = Table(circles.wideRows * circles.locations, of: 0)
        width = Table(circles.wideRows, of: 0)
        inNeighborhood = Table(circles.nearRows * circles.neighborhoods, of: 0)
        for (machine, host) in placed.enumerated() { add(Int(service.start[machine]), Int(host), 1) }
    }

    @inline(__always)
    private func add(_ service: Int, _ host: Int, _ change: Int32) {
        let apart = Int(circles.apart.start[service])
        if apart >= 0 { onHost.start[apart &* hosts &+ host] &+= UInt8(truncatingIfNeeded: change) }
        let wide = Int(circles.wide.start[service])
        if wide >= 0 { addWide(wide, Int(circles.location.start[host]), change) }
        let near = Int(circles.near.start[service])
        if near >= 0 { addNear(near, Int(circles.neighborhood.start[host]), change) }
    }

    @inline(__always)
    private func addWide(_ row: Int, _ location: Int, _ change: Int32) {
        let cell = row &* circles.locations &+ location
        let before = inLocation.start[cell]
        inLocation.start[cell] = before &+ change
        if before == 0 { width.start[row] &+= 1 }
        if before &+ change == 0 { width.start[row] &-= 1 }
    }

    @inline(__always)
    private func addNear(_ row: Int, _ neighborhood: Int, _ change: Int32) {
        inNeighborhood.start[row &* circles.neighborhoods &+ neighborhood] &+= change
    }

    @inline(__always)
    func move(_ service: Int, from: Int, to: Int) {
        add(service, from, -1)
        add(service, to, 1)
    }

    /// Whether a machine of the service may go from host to host, all others staying.
    @inline(__always)
    func mayMove(_ service: Int, from: Int, to: Int) -> Bool {
        isApart(service, on: to) && staysWide(service, from, to) && staysNear(service, from, to)
    }

    /// Whether machines of two services may change places.
    @inline(__always)
    func maySwap(_ one: Int, on here: Int, _ other: Int, on there: Int) -> Bool {
        if one == other { return true }
        return isApart(one, on: there) && isApart(other, on: here)
            && staysWide(one, here, there) && staysWide(other, there, here)
            && staysNear(one, here, other, there)
    }

    @inline(__always)
    private func isApart(_ service: Int, on host: Int) -> Bool {
        let row = Int(circles.apart.start[service])
        return row < 0 || onHost.start[row &* hosts &+ host] == 0
    }

    @inline(__always)
    private func staysWide(_ service: Int, _ from: Int, _ to: Int) -> Bool {
        let row = Int(circles.wide.start[service])
        guard row >= 0 else { return true }
        let (old, new) = (Int(circles.location.start[from]), Int(circles.location.start[to]))
        guard old != new else { return true }
        let lost: Int32 = inLocation.start[row &* circles.locations &+ old] == 1 ? 1 : 0
        let gained: Int32 = inLocation.start[row &* circles.locations &+ new] == 0 ? 1 : 0
        return width.start[row] &- lost &+ gained >= circles.spread.start[service]
    }

    @inline(__always)
    private func staysNear(_ service: Int, _ from: Int, _ to: Int) -> Bool {
        let row = Int(circles.near.start[service])
        guard row >= 0 else { return true }
        let (old, new) = (Int(circles.neighborhood.start[from]), Int(circles.neighborhood.start[to]))
        guard old != new else { return true }
        return finds(service, new) && (count(row, old) > 1 || isNotMissed(service, old))
    }

    /// The same of two that change places: each may be what the other needs.
    private func staysNear(_ one: Int, _ here: Int, _ other: Int, _ there: Int) -> Bool {
        let (first, second) = (Int(circles.near.start[one]), Int(circles.near.start[other]))
        guard first >= 0 || second >= 0 else { return true }
        let (old, new) = (Int(circles.neighborhood.start[here]), Int(circles.neighborhood.start[there]))
        guard old != new else { return true }
        shift(first, old, new)
        shift(second, new, old)
        defer {
            shift(first, new, old)
            shift(second, old, new)
        }
        if first >= 0, !finds(one, new) || (count(first, old) == 0 && !isNotMissed(one, old)) { return false }
        return second < 0 || (finds(other, old) && (count(second, new) > 0 || isNotMissed(other, new)))
    }

    @inline(__always)
    private func shift(_ row: Int, _ from: Int, _ to: Int) {
        guard row >= 0 else { return }
        addNear(row, from, -1)
        addNear(row, to, 1)
    }

    @inline(__always)
    private func count(_ row: Int, _ neighborhood: Int) -> Int32 {
        inNeighborhood.start[row &* circles.neighborhoods &+ neighborhood]
    }

    /// All that the service needs is in the neighborhood.
    private func finds(_ service: Int, _ neighborhood: Int) -> Bool {
        circles.needs[service].allSatisfy { count(Int(circles.near.start[Int($0)]), neighborhood) > 0 }
    }

    /// Nothing in the neighborhood needs the service.
    private func isNotMissed(_ service: Int, _ neighborhood: Int) -> Bool {
        circles.neededBy[service].allSatisfy { count(Int(circles.near.start[Int($0)]), neighborhood) == 0 }
    }
}
