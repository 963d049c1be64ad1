/// The rules as the checker reads them.
struct RuleBook {
    private let byMachine: [String: [BalanceRule]]

    init(_ state: BalanceState) {
        var byMachine: [String: [BalanceRule]] = [:]
        for rule in state.rules {
            for machine in Set(rule.machines) { byMachine[machine, default: []].append(rule) }
        }
        self.byMachine = byMachine
    }

    /// Rules that the move of `vm` has left broken.
    func broken(by vm: String, _ books: Books, allowSplit: Bool) -> [String] {
        guard let host = books.place[vm] else { return [] }
        var wrong: [String] = books.offers(host, vm) ? [] : ["\(host) does not offer all that \(vm) needs"]
        for rule in byMachine[vm] ?? [] where isBroken(rule, vm, host, books, allowSplit) {
            wrong.append("\(vm) on \(host) breaks rule \(rule.title)")
        }
        return wrong
    }

    /// VMs that a rule keeps off some hosts.
    var bound: Set<String> {
        Set(byMachine.filter { $0.value.contains { $0.kind == .banned || $0.kind == .only } }.keys)
    }

    /// By needs and fences: where the VM may run at all.
    func permits(_ vm: String, on host: String, _ books: Books) -> Bool {
        books.offers(host, vm)
            && (byMachine[vm] ?? []).allSatisfy { rule in
                switch rule.kind {
                case .banned: !rule.hosts.contains(host)
                case .only: rule.hosts.contains(host)
                case .apart, .together, .pinned: true
                }
            }
    }

    /// A VM that must be apart from this one runs on the host.
    func clashes(_ vm: String, on host: String, _ books: Books) -> Bool {
        (byMachine[vm] ?? []).contains { rule in
            rule.kind == .apart && rule.machines.contains { $0 != vm && books.guests[host]?.contains($0) == true }
        }
    }

    func areTogether(_ a: String, _ b: String) -> Bool {
        (byMachine[a] ?? []).contains { $0.kind == .together && $0.machines.contains(b) }
    }

    private func isBroken(_ rule: BalanceRule, _ vm: String, _ host: String, _ books: Books, _ allowSplit: Bool) -> Bool
    {
        switch rule.kind {
        case .pinned: true
        case .apart: rule.machines.contains { $0 != vm && books.place[$0] == host }
        case .together: !allowSplit && rule.machines.contains { books.place[$0] != nil && books.place[$0] != host }
        case .banned: rule.hosts.contains(host)
        case .only: !rule.hosts.contains(host)
        }
    }
}
