/// The state as flat arrays with running sums: what the search works on.
///
/// A *dimension* is one resource at one hour of the window. `utilisation` is kept per host and dimension, and its sum
/// and sum of squares over all active hosts, so that a candidate move is judged in O(dimensions), whatever the size of
/// the pool.
struct Arena {
    // Dimensions
    let dimensions: Int
    let names: [String]
    let weight: [Double]
    /// Share of capacity above which a host is overloaded; infinite where the resource has no ceiling.
    let ceiling: [Double]
    /// The dimension's hour, or -1 where it stands for all hours.
    let hour: [Int]
    /// The dimension's resource, and what it counts of it; together 1 a resource.
    let resource: [Int]
    let share: [Double]
    /// Of how many past days the hours are; 0 where every hour has to fit.
    let days: Int
    /// How far below its ceiling a host is relieved already, in shares of its capacity: where days are judged by.
    let headroom: Double

    // Hosts
    let hostNames: [String]
    private(set) var active: [Bool]
    let lost: [Bool]
    private(set) var activeCount: Int
    let memoryLimit: [Int]
    let vcpuLimit: [Int]
    /// host × dimension: 1 / capacity.
    let inverse: [Double]
    var memoryUsed: [Int]
    var vcpusUsed: [Int]
    var utilisation: [Double]
    var members: [[Int]]

    // VMs
    let machineNames: [String]
    let memory: [Int]
    let vcpus: [Int]
    /// VM × dimension: absolute load.
    let load: [Double]
    let cost: [MoveCost]
    /// VM: how much dearer its move is because it moved lately; 1 where it did not.
    let reluctance: [Double]
    let fences: Fences
    var place: [Int]
    var slot: [Int]

    // Running sums over active hosts
    var sum: [Double]
    var squares: [Double]
    var spare: Spare

    init(_ state: BalanceState, _ policy: BalancePolicy) {
        let sizes = ArenaSizes(state, policy)
        dimensions = sizes.count
        names = sizes.names
        weight = sizes.weight
        ceiling = sizes.ceiling
        hour = sizes.hour
        resource = sizes.resource
        share = sizes.share
        days = sizes.days
        headroom = policy.headroom
        inverse = sizes.inverse
        load = sizes.load
        hostNames = state.hosts.map(\.name)
        active = state.hosts.map { $0.state == .active }
        lost = state.hosts.map { $0.state == .lost }
        activeCount = active.count { $0 }
        memoryLimit = state.hosts.map { $0.memoryMiB - $0.reservedMiB }
        vcpuLimit = state.hosts.map { host in host.vcpuRatioLimit.map { Int($0 * host.cores) } ?? .max }
        machineNames = state.machines.map(\.name)
        memory = state.machines.map(\.memoryMiB)
        vcpus = state.machines.map(\.vcpus)
        cost = state.machines.map {
            MoveCost(memoryMiB: $0.memoryMiB, dirty: $0.dirtyBytesPerSecond ?? 0, link: policy.linkBytesPerSecond)
        }
        reluctance = state.machines.map { policy.reluctance(to: $0) }
        let index = Dictionary(uniqueKeysWithValues: hostNames.enumerated().map { ($1, $0) })
        place = state.machines.map { index[$0.host] ?? 0 }
        fences = Fences(state, policy, hostIndex: index)
        slot = Array(repeating: 0, count: place.count)
        memoryUsed = Array(repeating: 0, count: hostNames.count)
        vcpusUsed = memoryUsed
        members = Array(repeating: [], count: hostNames.count)
        utilisation = sizes.reserved
        sum = Array(repeating: 0, count: dimensions)
        squares = sum
        spare = Spare(memory: memory)
        for vm in place.indices { settle(vm) }
        sumUp()
        spare.start(self)
    }

    private mutating func settle(_ vm: Int) {
        let host = place[vm]
        slot[vm] = members[host].count
        members[host].append(vm)
        memoryUsed[host] += memory[vm]
        vcpusUsed[host] += vcpus[vm]
        for d in 0..<dimensions {
            utilisation[host * dimensions + d] += load[vm * dimensions + d] * inverse[host * dimensions + d]
        }
    }

    /// Takes the running sums anew, so that rounding does not add up over thousands of moves.
    mutating func sumUp() {
        for d in 0..<dimensions {
            sum[d] = 0
            squares[d] = 0
        }
        for host in hostNames.indices where active[host] {
            for d in 0..<dimensions {
                let u = utilisation[host * dimensions + d]
                sum[d] += u
                squares[d] += u * u
            }
        }
    }

    /// Takes empty hosts out, as if they were powered off.
    mutating func retire(_ hosts: Set<Int>) {
        for host in hosts { active[host] = false }
        activeCount = active.count { $0 }
        sumUp()
        spare.start(self)
    }

    func free(_ host: Int) -> Int { memoryLimit[host] - memoryUsed[host] }
}
