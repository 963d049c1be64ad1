/// Turns names, needs and rules into ``Fences``.
struct FencesBuilder {
    private let state: BalanceState
    private let machineIndex: [String: Int]
    private let hostIndex: [String: Int]
    private var rowOf: [[Bool]: Int] = [:]
    var row: [Int]
    var rows: [[Bool]] = []
    var apart: [[Int]]
    var groups: [[Int]] = []
    var together: [Int: [Int]] = [:]
    var held: [Int: String] = [:]
    var noReturn: [Int: Int] = [:]

    init(_ state: BalanceState, _ machineIndex: [String: Int], _ hostIndex: [String: Int]) {
        self.state = state
        self.machineIndex = machineIndex
        self.hostIndex = hostIndex
        row = Array(repeating: -1, count: state.machines.count)
        apart = Array(repeating: [], count: state.machines.count)
    }

    mutating func applyNeeds() {
        var known: [[String]: [Bool]] = [:]
        let offers = state.hosts.map { Set($0.offers) }
        for (vm, machine) in state.machines.enumerated() {
            if let pinned = machine.pinned { held[vm] = pinned }
            guard !machine.needs.isEmpty else { continue }
            let mask = known[machine.needs] ?? offers.map { offer in machine.needs.allSatisfy(offer.contains) }
            known[machine.needs] = mask
            restrict(vm, to: mask)
        }
    }

    mutating func apply(_ rule: BalanceRule) {
        let vms = rule.machines.compactMap { machineIndex[$0] }
        switch rule.kind {
        case .pinned:
            for vm in vms { held[vm] = "rule \(rule.title) pins it" }
        case .apart:
            for vm in vms { apart[vm].append(groups.count) }
            groups.append(vms)
        case .together:
            for vm in vms { together[vm, default: []] += vms.filter { $0 != vm } }
        case .banned, .only:
            let named = Set(rule.hosts.compactMap { hostIndex[$0] })
            let mask = state.hosts.indices.map { named.contains($0) == (rule.kind == .only) }
            for vm in vms { restrict(vm, to: mask) }
        }
    }

    mutating func holdRecent(_ policy: BalancePolicy) {
        guard let now = policy.now else { return }
        for (vm, machine) in state.machines.enumerated() {
            guard let at = machine.movedAt else { continue }
            // A clock that jumped back must not hold a VM for ever.
            let age = max(0, now - at)
            if age < policy.coolDown, held[vm] == nil {
                held[vm] = "it moved \(Int(age)) s ago; the cool-down is \(Int(policy.coolDown)) s"
            }
            if age < policy.noReturn, let from = machine.movedFrom.flatMap({ hostIndex[$0] }) { noReturn[vm] = from }
        }
    }

    private mutating func restrict(_ vm: Int, to mask: [Bool]) {
        let merged = row[vm] < 0 ? mask : zip(rows[row[vm]], mask).map { $0 && $1 }
        if let known = rowOf[merged] {
            row[vm] = known
        } else {
            rowOf[merged] = rows.count
            row[vm] = rows.count
            rows.append(merged)
        }
    }
}
