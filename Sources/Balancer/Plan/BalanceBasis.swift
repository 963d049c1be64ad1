/// What a saved plan was made from, as far as the moves depend on it: places and sizes, not the load.
package struct BalanceBasis: Sendable, Hashable, Codable {
    package struct HostFacts: Sendable, Hashable, Codable {
        package var memoryMiB: Int
        package var state: BalanceHost.State
    }

    package struct MachineFacts: Sendable, Hashable, Codable {
        package var host: String
        package var memoryMiB: Int
        package var vcpus: Int
    }

    package var hosts: [String: HostFacts]
    package var machines: [String: MachineFacts]
    package var rules: [BalanceRule]

    package init(_ state: BalanceState) {
        hosts = Dictionary(
            state.hosts.map { ($0.name, HostFacts(memoryMiB: $0.memoryMiB, state: $0.state)) },
            uniquingKeysWith: { a, _ in a })
        machines = Dictionary(
            state.machines.map {
                ($0.name, MachineFacts(host: $0.host, memoryMiB: $0.memoryMiB, vcpus: $0.vcpus))
            }, uniquingKeysWith: { a, _ in a })
        rules = state.rules
    }

    /// How reality differs from what the plan was made from, one line a difference; empty when it does not.
    package func differences(from state: BalanceState) -> [String] {
        let now = BalanceBasis(state)
        var lines: [String] = []
        for (name, host) in hosts.sorted(by: { $0.key < $1.key }) {
            guard let other = now.hosts[name] else {
                lines.append("host \(name) is gone")
                continue
            }
            if other.state != host.state {
                lines.append("host \(name): \(host.state.rawValue) → \(other.state.rawValue)")
            }
            if other.memoryMiB != host.memoryMiB {
                lines.append("host \(name): memory \(host.memoryMiB) → \(other.memoryMiB) MiB")
            }
        }
        lines += now.hosts.keys.filter { hosts[$0] == nil }.sorted().map { "host \($0) is new" }
        lines += machineDifferences(now)
        if rules != now.rules { lines.append("the rules have changed") }
        return lines
    }

    private func machineDifferences(_ now: BalanceBasis) -> [String] {
        var lines: [String] = []
        for (name, machine) in machines.sorted(by: { $0.key < $1.key }) {
            guard let other = now.machines[name] else {
                lines.append("VM \(name) is gone")
                continue
            }
            if other.host != machine.host { lines.append("VM \(name): moved \(machine.host) → \(other.host)") }
            if other.memoryMiB != machine.memoryMiB {
                lines.append("VM \(name): memory \(machine.memoryMiB) → \(other.memoryMiB) MiB")
            }
            if other.vcpus != machine.vcpus { lines.append("VM \(name): vCPUs \(machine.vcpus) → \(other.vcpus)") }
        }
        return lines + now.machines.keys.filter { machines[$0] == nil }.sorted().map { "VM \($0) is new" }
    }
}
