internal import Estate

/// A ``WeighedPool`` made ready for the search: names are numbers, rows of numbers lie one after another.
///
/// ```
/// demand   machine 0: | r0 r1 … | machine 1: | r0 r1 … |
/// room     host 0:    | r0 r1 … | …
/// ```
final class Problem: Sendable {
    let resources: Int
    let hosts: Int
    let machines: Int
    let services: Int
    let weight: [Int64]
    /// Of each machine and resource; the row after the last machine's is of nobody: all 0.
    let demand: Table<Int32>
    /// The same where a move frees it at once, 0 where the resource is transient.
    let steady: Table<Int32>
    /// Demand times the resource's weight.
    let priced: Table<Int64>
    /// Of each host and resource.
    let capacity: Table<Int32>
    let safe: Table<Int32>
    /// Of each machine, its host; nobody's is none.
    let home: Table<Int32>
    let service: Table<Int32>
    /// Of each machine, with its weight.
    let machineMove: Table<Int64>
    /// From host to host, without the weight; empty: nothing.
    let hostMove: Table<Int32>
    let hostMoveWeight: Int64
    let serviceMoveWeight: Int64
    let balance: [Term]
    let circles: Circles

    struct Term: Sendable {
        var of: Int
        var to: Int
        var target: Int64
        var weight: Int64
    }

    /// - Throws: ``Failure`` (refused) for names that are not there and numbers that cannot be counted with.
    init(_ pool: WeighedPool) throws(Failure) {
        let index = try PoolIndex(pool)
        resources = pool.resources.count
        hosts = pool.hosts.count
        machines = pool.machines.count
        weight = pool.resources.map { Int64($0.weight) }
        let rows = pool.machines.map(\.demand) + [[Int](repeating: 0, count: pool.resources.count)]
        demand = Table(rows.flatMap { $0.map(Int32.init) })
        steady = Table(rows.flatMap { zip(pool.resources, $0).map { $0.isTransient ? 0 : Int32($1) } })
        priced = Table(rows.flatMap { zip(pool.resources, $0).map { Int64($0.weight) * Int64($1) } })
        capacity = Table(pool.hosts.flatMap { $0.capacity.map(Int32.init) })
        safe = Table(pool.hosts.flatMap { $0.safe.map(Int32.init) })
        home = Table(index.home.map(Int32.init) + [-1])
        service = Table(index.service.map(Int32.init))
        services = index.services
        machineMove = Table(pool.machines.map { Int64($0.moveCost) * Int64(pool.weights.machine) })
        hostMove = Table(pool.weights.host == 0 ? [] : pool.hostMoveCosts.flatMap { $0.map(Int32.init) })
        hostMoveWeight = Int64(pool.weights.host)
        serviceMoveWeight = Int64(pool.weights.service)
        balance = index.balance
        circles = try Circles(pool, index)
    }
}
