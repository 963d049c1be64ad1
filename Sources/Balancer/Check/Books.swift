/// The checker's own view of who is where and what is left, by name.
struct Books {
    let hosts: [String: BalanceHost]
    let machines: [String: BalanceMachine]
    var place: [String: String]
    var free: [String: Int]
    var vcpus: [String: Int]
    var guests: [String: Set<String>]

    init(_ state: BalanceState) {
        hosts = Dictionary(state.hosts.map { ($0.name, $0) }, uniquingKeysWith: { a, _ in a })
        machines = Dictionary(state.machines.map { ($0.name, $0) }, uniquingKeysWith: { a, _ in a })
        place = [:]
        free = hosts.mapValues { $0.memoryMiB - $0.reservedMiB }
        vcpus = hosts.mapValues { _ in 0 }
        guests = hosts.mapValues { _ in [] }
        for machine in state.machines {
            place[machine.name] = machine.host
            free[machine.host, default: 0] -= machine.memoryMiB
            vcpus[machine.host, default: 0] += machine.vcpus
            guests[machine.host, default: []].insert(machine.name)
        }
    }

    mutating func move(_ vm: String, to target: String) {
        guard let source = place[vm] else { return }
        remove(vm, on: source)
        place[vm] = target
        reserve(vm, on: target)
    }

    /// The VM is coming to `host`, and is counted there already.
    mutating func reserve(_ vm: String, on host: String) {
        guard let machine = machines[vm] else { return }
        free[host, default: 0] -= machine.memoryMiB
        vcpus[host, default: 0] += machine.vcpus
        guests[host, default: []].insert(vm)
    }

    /// The VM has left `host`, or did not come.
    mutating func remove(_ vm: String, on host: String) {
        guard let machine = machines[vm] else { return }
        free[host, default: 0] += machine.memoryMiB
        vcpus[host, default: 0] -= machine.vcpus
        guests[host]?.remove(vm)
    }

    /// May the VM run on the host, as far as its needs go?
    func offers(_ host: String, _ vm: String) -> Bool {
        guard let machine = machines[vm], let host = hosts[host] else { return false }
        return machine.needs.isEmpty || Set(machine.needs).isSubset(of: host.offers)
    }
}
