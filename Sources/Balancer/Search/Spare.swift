/// N+1: could the VMs of any one host be restarted on the others, by memory and fences?
///
/// Three tests, cheapest first; each is a proof, none a guess:
/// 1. holes: the others have together at least as many holes of the size of the pool's largest VM as the host has VMs;
/// 2. ladder: the host's VMs, largest first, fit one each into the freest hosts;
/// 3. packing: best fit, then a bounded exact search (``Packing``).
///
/// A VM that is bound to a host by a rule is not expected to survive it. Rules that keep VMs apart are let go until the
/// host is back: running two of a pair on one host is better than one of them not running.
struct Spare {
    private let largest: Int
    private var holes: [Int] = []
    private var counts: [Int] = []
    private var total = 0
    private var fenced: [Int] = []
    private var isFenced: [Bool] = []
    /// Hosts whose loss the pool survives; must never become fewer.
    private var safe: [Bool] = []

    init(memory: [Int]) {
        largest = max(1, memory.max() ?? 1)
    }

    mutating func start(_ arena: Arena) {
        let hosts = arena.hostNames.indices
        holes = hosts.map { arena.active[$0] ? max(0, arena.free($0)) / largest : 0 }
        counts = hosts.map { arena.active[$0] ? arena.members[$0].count : 0 }
        total = holes.reduce(0, +)
        isFenced = arena.place.indices.map { !arena.fences.isFree($0) }
        fenced = hosts.map { host in arena.members[host].count { isFenced[$0] } }
        self.active = arena.active
        safe = Array(repeating: false, count: hosts.count)
        let critical = Set(critical(arena))
        // With one host there is no other to take over, whatever is moved: nothing to keep.
        let others = arena.activeCount > 1
        safe = hosts.map { others && arena.active[$0] && !critical.contains($0) }
    }

    private var active: [Bool] = []

    mutating func leave(_ vm: Int, _ host: Int) {
        if isFenced[vm] { fenced[host] -= 1 }
    }

    mutating func changed(_ host: Int, free: Int, count: Int) {
        guard active[host] else { return }
        let now = max(0, free) / largest
        total += now - holes[host]
        holes[host] = now
        counts[host] = count
    }

    mutating func enter(_ vm: Int, _ host: Int) {
        if isFenced[vm] { fenced[host] += 1 }
    }

    /// Every host that was safe is safe; hosts that became safe are remembered.
    mutating func stillHolds(_ arena: Arena) -> Bool {
        var doubtful: [Int] = []
        for host in holes.indices where safe[host] && !hasHoles(host) { doubtful.append(host) }
        guard !doubtful.isEmpty else { return true }
        let ladder = Ladder(arena)
        return doubtful.allSatisfy { ladder.takes($0, arena) || Packing(arena, losing: $0).fits() }
    }

    /// Active hosts whose loss the others could not take.
    func critical(_ arena: Arena) -> [Int] {
        let doubtful = holes.indices.filter { active[$0] && !hasHoles($0) }
        guard !doubtful.isEmpty else { return [] }
        let ladder = Ladder(arena)
        return doubtful.filter { !ladder.takes($0, arena) && !Packing(arena, losing: $0).fits() }
    }

    private func hasHoles(_ host: Int) -> Bool {
        fenced[host] == 0 && counts[host] <= total - holes[host]
    }
}
