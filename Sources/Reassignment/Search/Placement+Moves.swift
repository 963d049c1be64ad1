extension Placement {
    /// What it would change if a machine went to another host and the other came in its place; nil where that does
    /// not fit, breaks a rule of the services or costs more than allowed.
    ///
    /// - Parameters:
    ///   - other: a machine on the other host, or the number after the last machine's: nobody comes.
    ///   - most: the change that is allowed.
    @inline(__always)
    func change(_ one: Int, _ here: Int, _ other: Int, _ there: Int, most: Int64) -> Int64? {
        guard fits(there, leaving: other, coming: one), fits(here, leaving: one, coming: other) else { return nil }
        var change = moveCost(one, there) &- moveCost(one, here) &- cost.start[here] &- cost.start[there]
        if other < problem.machines { change &+= moveCost(other, here) &- moveCost(other, there) }
        change &+= useCost(there, leaving: other, coming: one)
        guard change <= most else { return nil }
        change &+= useCost(here, leaving: one, coming: other)
        guard change <= most else { return nil }
        if problem.serviceMoveWeight > 0 { change &+= serviceChange(one, here, other, there) }
        return change <= most && keepsCircles(one, here, other, there) ? change : nil
    }

    @inline(__always)
    private func fits(_ host: Int, leaving: Int, coming: Int) -> Bool {
        let resources = problem.resources
        let room = room.start + host &* resources
        let less = use(leaving, on: host)
        let more = use(coming, on: host)
        var lacking: Int32 = 0
        for resource in 0..<resources { lacking |= room[resource] &+ less[resource] &- more[resource] }
        return lacking >= 0
    }

    /// What the machine uses of the host while it is there and not while it is away.
    @inline(__always)
    private func use(_ machine: Int, on host: Int) -> UnsafeMutablePointer<Int32> {
        let isHome = Int(problem.home.start[machine]) == host
        return (isHome ? problem.steady : problem.demand).start + machine &* problem.resources
    }

    @inline(__always)
    private func useCost(_ host: Int, leaving: Int, coming: Int) -> Int64 {
        let resources = problem.resources
        let slack = slack.start + host &* resources
        let less = problem.priced.start + leaving &* resources
        let more = problem.priced.start + coming &* resources
        var sum: Int64 = 0
        for resource in 0..<resources { sum &+= max(0, more[resource] &- less[resource] &- slack[resource]) }
        return problem.balance.isEmpty ? sum : sum &+ balanceCost(host, leaving, coming)
    }

    private func balanceCost(_ host: Int, _ leaving: Int, _ coming: Int) -> Int64 {
        let resources = problem.resources
        let free = free.start + host &* resources
        let less = problem.demand.start + leaving &* resources
        let more = problem.demand.start + coming &* resources
        var sum: Int64 = 0
        for term in problem.balance {
            let of = Int64(free[term.of] &+ less[term.of] &- more[term.of])
            let to = Int64(free[term.to] &+ less[term.to] &- more[term.to])
            sum &+= max(0, term.target &* of &- to) &* term.weight
        }
        return sum
    }

    /// What the service with most moved machines would cost more or less.
    @inline(__always)
    private func serviceChange(_ one: Int, _ here: Int, _ other: Int, _ there: Int) -> Int64 {
        let first = awayChange(one, here, there)
        let second = other < problem.machines ? awayChange(other, there, here) : 0
        guard first != 0 || second != 0 else { return 0 }
        let before = mostMoved
        countAway(one, first)
        countAway(other, second)
        let after = mostMoved
        countAway(other, 0 &- second)
        countAway(one, 0 &- first)
        return Int64(after &- before) &* problem.serviceMoveWeight
    }

    /// How many more machines would be away from home: 2 to -2.
    @inline(__always)
    func leaving(_ one: Int, _ here: Int, _ other: Int, _ there: Int) -> Int32 {
        let first = awayChange(one, here, there)
        return other < problem.machines ? first &+ awayChange(other, there, here) : first
    }

    /// 1 where the machine leaves its home, -1 where it comes home.
    @inline(__always)
    private func awayChange(_ machine: Int, _ from: Int, _ to: Int) -> Int32 {
        let home = Int(problem.home.start[machine])
        return from == home ? 1 : to == home ? -1 : 0
    }

    @inline(__always)
    private func countAway(_ machine: Int, _ change: Int32) {
        guard change != 0 else { return }
        count(Int(problem.service.start[machine]), change)
    }

    @inline(__always)
    private func keepsCircles(_ one: Int, _ here: Int, _ other: Int, _ there: Int) -> Bool {
        let service = Int(problem.service.start[one])
        guard other < problem.machines else { return circles.mayMove(service, from: here, to: there) }
        return circles.maySwap(service, on: here, Int(problem.service.start[other]), on: there)
    }

    /// Carries out what ``change(_:_:_:_:most:)`` allowed.
    func apply(_ one: Int, _ here: Int, _ other: Int, _ there: Int, _ change: Int64) {
        move(one, from: here, to: there)
        if other < problem.machines { move(other, from: there, to: here) }
        cost.start[here] = useCost(here)
        cost.start[there] = useCost(there)
        total &+= change
    }

    private func move(_ machine: Int, from: Int, to: Int) {
        let resources = problem.resources
        let (left, taken) = (use(machine, on: from), use(machine, on: to))
        let demand = problem.demand.start + machine &* resources
        let priced = problem.priced.start + machine &* resources
        for resource in 0..<resources {
            let (old, new) = (from &* resources &+ resource, to &* resources &+ resource)
            room.start[old] &+= left[resource]
            room.start[new] &-= taken[resource]
            free.start[old] &+= demand[resource]
            free.start[new] &-= demand[resource]
            slack.start[old] &+= priced[resource]
            slack.start[new] &-= priced[resource]
        }
        host.start[machine] = Int32(truncatingIfNeeded: to)
        countAway(machine, awayChange(machine, from, to))
        circles.move(Int(problem.service.start[machine]), from: from, to: to)
    }
}
