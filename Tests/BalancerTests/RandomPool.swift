import Balancer

/// Small, repeatable randomness (SplitMix64, Steele et al. 2014).
struct Dice: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: Int) { state = UInt64(bitPattern: Int64(seed)) &* 0x9E37_79B9_7F4A_7C15 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

enum RandomPool {
    /// 1 to 8 hosts of two sizes, up to 40 VMs, some rules, some hosts in maintenance or lost.
    static func any(_ seed: Int) -> BalanceState {
        var dice = Dice(seed)
        let hosts = (0..<Int.random(in: 1...8, using: &dice)).map { index in
            let large = Bool.random(using: &dice)
            let state: BalanceHost.State =
                switch Int.random(in: 0..<12, using: &dice) {
                case 0: .maintenance
                case 1: .lost
                default: .active
                }
            return BalanceHost(
                name: "h\(index)", cores: large ? 32 : 16, memoryMiB: large ? 131_072 : 65_536, reservedMiB: 2048,
                state: state)
        }
        let machines = fill(hosts, Int.random(in: 0...40, using: &dice), &dice)
        return BalanceState(hosts: hosts, machines: machines, rules: rules(machines, &dice))
    }

    /// The same with past days: each VM has a level, a time of day at which it is busy, and days on which it is not.
    static func withDays(_ seed: Int) -> BalanceState {
        var state = any(seed)
        var dice = Dice(seed &+ 2_000_000)
        state.days = Int.random(in: 1...7, using: &dice)
        for index in state.machines.indices {
            let peak = Int.random(in: 0..<24, using: &dice)
            state.machines[index].hourlyCores = (0..<state.days).flatMap { _ in
                let level = Bool.random(using: &dice) ? state.machines[index].load.cores : 0.1
                return (0..<24).map { abs($0 - peak) < 6 ? level * 2 : level * Double.random(in: 0...1, using: &dice) }
            }
        }
        return state
    }

    /// 4 equal hosts at about 67 % of their memory, VMs up to half a host: where evening out breaks N+1.
    static func tight(_ seed: Int) -> BalanceState {
        var dice = Dice(seed &+ 1_000_000)
        let hosts = (0..<4).map { BalanceHost(name: "h\($0)", cores: 64, memoryMiB: 65_536) }
        var free = Array(repeating: 65_536, count: 4)
        var machines: [BalanceMachine] = []
        var used = 0
        while used < 175_000 {
            let size = [2048, 4096, 8192, 12_288, 16_384, 24_576, 32_768].randomElement(using: &dice) ?? 2048
            let open = free.indices.filter { free[$0] >= size }
            guard let host = open.randomElement(using: &dice) else { continue }
            free[host] -= size
            used += size
            machines.append(
                BalanceMachine(
                    name: "v\(machines.count)", host: "h\(host)", vcpus: Int.random(in: 1...8, using: &dice),
                    memoryMiB: size, load: BalanceLoad(cores: Double.random(in: 0...12, using: &dice))))
        }
        return BalanceState(hosts: hosts, machines: machines)
    }

    private static func fill(_ hosts: [BalanceHost], _ count: Int, _ dice: inout Dice) -> [BalanceMachine] {
        var free = hosts.map { $0.memoryMiB - $0.reservedMiB }
        return (0..<count).compactMap { index in
            let size = [512, 1024, 4096, 8192, 16_384].randomElement(using: &dice) ?? 512
            let skewed = min(
                Int.random(in: 0..<hosts.count, using: &dice), Int.random(in: 0..<hosts.count, using: &dice))
            guard free[skewed] >= size else { return nil }
            free[skewed] -= size
            return BalanceMachine(
                name: "v\(index)", host: "h\(skewed)", vcpus: 2, memoryMiB: size,
                load: BalanceLoad(cores: Double.random(in: 0...6, using: &dice)),
                pinned: Int.random(in: 0..<20, using: &dice) == 0 ? "passes a device through" : nil)
        }
    }

    /// Rules that hold at the start.
    private static func rules(_ machines: [BalanceMachine], _ dice: inout Dice) -> [BalanceRule] {
        let few = machines.shuffled(using: &dice).prefix(3)
        guard few.count == 3, Bool.random(using: &dice) else { return [] }
        let names = few.map(\.name)
        let hosts = Set(few.map(\.host))
        if hosts.count == 3 { return [BalanceRule(name: "pair", kind: .apart, machines: names)] }
        if hosts.count == 1 { return [BalanceRule(name: "group", kind: .together, machines: names)] }
        return [BalanceRule(name: "licence", kind: .only, machines: names, hosts: hosts.sorted())]
    }
}
