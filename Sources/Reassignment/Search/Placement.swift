/// Where each machine is, and all sums that the search needs to say at once what a move would change.
///
/// The sums are exact: after any number of moves they are what they would be if they were counted anew.
final class Placement {
    let problem: Problem
    /// Of each machine.
    let host: Table<Int32>
    /// Of each host and resource: what may still come, transient use counted.
    let room: Table<Int32>
    /// Of each host and resource: what is free, transient use not counted.
    let free: Table<Int32>
    /// Of each host and resource: what may come before it costs, times the resource's weight; below 0: it costs.
    let slack: Table<Int64>
    /// Of each host: what its use costs.
    let cost: Table<Int64>
    let circles: CircleCounts
    /// Of each service: machines away from home.
    let moved: Table<Int32>
    /// Of each number of machines away from home: services that have so many.
    let movedCounts: Table<Int32>
    var mostMoved: Int32 = 0
    /// The objective.
    var total: Int64 = 0

    /// Where all machines are now, or on other hosts.
    init(_ problem: Problem, hosts others: [Int32]? = nil) {
        let hosts = others ?? Array(problem.home.all.prefix(problem.machines))
        self.problem = problem
        host = Table(hosts)
        let cells = problem.hosts * problem.resources
        room = Table(cells, of: 0)
        free = Table(cells, of: 0)
        slack = Table(cells, of: 0)
        cost = Table(problem.hosts, of: 0)
        circles = CircleCounts(problem, hosts)
        moved = Table(problem.services, of: 0)
        movedCounts = Table(problem.machines + 2, of: 0)
        fill()
    }

    private func fill() {
        let resources = problem.resources
        for at in 0..<(problem.hosts * resources) {
            room.start[at] = problem.capacity.start[at]
            free.start[at] = problem.capacity.start[at]
            slack.start[at] = Int64(problem.safe.start[at]) &* problem.weight[at % resources]
        }
        movedCounts.start[0] = Int32(problem.services)
        for machine in 0..<problem.machines {
            let (at, home) = (Int(host.start[machine]), Int(problem.home.start[machine]))
            for resource in 0..<resources {
                let cell = at &* resources &+ resource
                let demand = problem.demand.start[machine &* resources &+ resource]
                room.start[cell] &-= demand
                free.start[cell] &-= demand
                slack.start[cell] &-= problem.priced.start[machine &* resources &+ resource]
                guard at != home else { continue }
                let steady = problem.steady.start[machine &* resources &+ resource]
                room.start[home &* resources &+ resource] &-= demand &- steady
            }
            total &+= moveCost(machine, at)
            if at != home { count(Int(problem.service.start[machine]), 1) }
        }
        total &+= Int64(mostMoved) &* problem.serviceMoveWeight
        for host in 0..<problem.hosts {
            cost.start[host] = useCost(host)
            total &+= cost.start[host]
        }
    }

    /// What moving the machine from its home to the host costs, its service's share not counted.
    @inline(__always)
    func moveCost(_ machine: Int, _ host: Int) -> Int64 {
        let home = Int(problem.home.start[machine])
        let own = host == home ? 0 : problem.machineMove.start[machine]
        guard problem.hostMove.count > 0 else { return own }
        return own &+ Int64(problem.hostMove.start[home &* problem.hosts &+ host]) &* problem.hostMoveWeight
    }

    /// One more machine of the service is away from home, or one less.
    @inline(__always)
    func count(_ service: Int, _ change: Int32) {
        let before = moved.start[service]
        let after = before &+ change
        moved.start[service] = after
        movedCounts.start[Int(before)] &-= 1
        movedCounts.start[Int(after)] &+= 1
        if after > mostMoved { mostMoved = after }
        if mostMoved == before, after < before, movedCounts.start[Int(before)] == 0 { mostMoved = after }
    }

    func useCost(_ host: Int) -> Int64 {
        let resources = problem.resources
        var sum: Int64 = 0
        for resource in 0..<resources { sum &+= max(0, 0 &- slack.start[host &* resources &+ resource]) }
        for term in problem.balance {
            let free = free.start + host &* resources
            sum &+= max(0, term.target &* Int64(free[term.of]) &- Int64(free[term.to])) &* term.weight
        }
        return sum
    }

    var hosts: [Int32] { Array(host.all) }
}
