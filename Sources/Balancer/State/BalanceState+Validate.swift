internal import Estate

extension BalanceState {
    /// - Throws: ``Failure`` (refused), naming the first contradiction found.
    func validate() throws(Failure) {
        guard format == Self.format else { throw refused("its format is \(format); this p2v reads \(Self.format)") }
        if let at, !(0...1e12).contains(at) { throw refused("at is \(at), which is no moment") }
        var hostNames = Set<String>(minimumCapacity: hosts.count)
        for host in hosts {
            guard hostNames.insert(host.name).inserted else { throw refused("host \(host.name) stands in it twice") }
            if let flaw = host.flaw { throw refused("of host \(host.name) \(flaw.words)") }
        }
        var names = Set<String>(minimumCapacity: machines.count)
        let hours = machines.first?.hourCounts ?? []
        try validateDays(hours)
        for machine in machines {
            guard names.insert(machine.name).inserted else { throw refused("VM \(machine.name) stands in it twice") }
            guard hostNames.contains(machine.host) else {
                throw refused("VM \(machine.name) is on host \(machine.host), which is not there")
            }
            if let flaw = machine.flaw ?? machine.load.flaw { throw refused("of VM \(machine.name) \(flaw.words)") }
            guard machine.hourCounts == hours else {
                throw refused(
                    "VM \(machine.name) has \(machine.hourCounts) hourly values of cores, disk and network, others \(hours)"
                )
            }
        }
        try validateWaiting(names)
        try validateRules(hosts: hostNames)
    }

    private func validateWaiting(_ running: Set<String>) throws(Failure) {
        var names = running
        for one in waiting {
            guard names.insert(one.name).inserted else { throw refused("VM \(one.name) waits, and is there already") }
            if let flaw = one.flaw { throw refused("of the waiting VM \(one.name) \(flaw.words)") }
        }
    }

    /// Hours that are of days have 24 a day.
    private func validateDays(_ hours: [Int]) throws(Failure) {
        guard days != 0 else { return }
        guard (1...31).contains(days) else { throw refused("days is \(days), not 1 to 31") }
        guard let wrong = hours.first(where: { $0 != 0 && $0 != days * PastDays.hoursOfDay }) else { return }
        throw refused("its VMs have \(wrong) hourly values, not the \(days * PastDays.hoursOfDay) of \(days) days")
    }

    /// Two rules that cannot both hold are named, with their lines.
    private func validateRules(hosts: Set<String>) throws(Failure) {
        for rule in rules {
            if let host = rule.hosts.first(where: { !hosts.contains($0) }) {
                throw refused("rule \(rule.title) names host \(host), which is not there")
            }
        }
        let apart = rules.filter { $0.kind == .apart }
        for together in rules where together.kind == .together {
            let members = Set(together.machines)
            if let other = apart.first(where: { members.intersection($0.machines).count > 1 }) {
                throw refused("rules \(together.title) and \(other.title) contradict each other")
            }
        }
        try validateFences(hosts: hosts)
    }

    private func validateFences(hosts: Set<String>) throws(Failure) {
        var allowed: [String: (Set<String>, BalanceRule)] = [:]
        for rule in rules where rule.kind == .only || rule.kind == .banned {
            let fence = rule.kind == .only ? Set(rule.hosts) : hosts.subtracting(rule.hosts)
            for machine in rule.machines {
                let (before, other) = allowed[machine] ?? (hosts, rule)
                let left = before.intersection(fence)
                guard !left.isEmpty else {
                    throw refused("rules \(other.title) and \(rule.title) leave no host for \(machine)")
                }
                allowed[machine] = (left, rule)
            }
        }
    }

    private func refused(_ because: String) -> Failure {
        Failure(
            "plan moves", on: "the state of the pool", because: because,
            next: "correct the file or the policy; nothing was changed", exit: .refused)
    }
}

extension BalanceMachine {
    fileprivate var hourCounts: [Int] { [hourlyCores.count, hourlyDisk.count, hourlyNetwork.count] }
}
