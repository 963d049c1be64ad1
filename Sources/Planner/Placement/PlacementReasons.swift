internal import Estate

/// Why a server is where it is, in lines for the plan.
struct PlacementReasons: Sendable {
    let model: PlacementModel
    let placement: Placement
    /// The host of each server in an earlier plan that was to be kept.
    var earlier: [String?] = []

    func lines(for server: Int) -> [String] {
        let host = placement.hosts[server]
        let members = model.servers.indices.filter { placement.hosts[$0] == host }
        let capacity = model.capacity(of: model.hosts[host])
        let memory = members.reduce(0.0) { $0 + model.memory(of: model.servers[$1]) }
        var place =
            "place: \(model.hosts[host].name) with \(members.count - 1) other "
            + "\(members.count == 2 ? "VM" : "VMs"), \(Int(memory)) of \(Int(capacity[0])) MiB after headroom"
        let cores = model.cores(of: members)
        if let peak = cores.max(), peak > 0, let hour = cores.firstIndex(of: peak) {
            place +=
                ", busiest \(Demand.name(ofHour: hour)): \(Fixed.text(peak, 1)) of "
                + "\(Fixed.text(capacity[2], 1)) cores"
        }
        return [place] + kept(server) + load(of: server) + ruleLines(model.servers[server].server)
    }

    private func kept(_ server: Int) -> [String] {
        guard earlier.indices.contains(server), let before = earlier[server] else { return [] }
        let now = model.hosts[placement.hosts[server]].name
        if before == now { return ["kept: on \(now), as in the earlier plan"] }
        return ["moved: from \(before) to \(now), since " + (placement.moves[server] ?? "its host is another")]
    }

    private func load(of server: Int) -> [String] {
        guard let demand = model.demands[model.servers[server].server] else {
            return ["load: no history; its CPU demand is not known, only its vCPUs count"]
        }
        let percent = Int((demand.confidence * 100).rounded())
        let peak = demand.cores.max() ?? 0
        return [
            "load: peak \(Fixed.text(peak, 1)) cores from \(demand.hoursObserved) h of history, "
                + "confidence \(percent) %" + (percent < 50 ? " (low: gaps or few weeks)" : "")
        ] + unseen(demand, on: model.hosts[placement.hosts[server]])
    }

    private func unseen(_ demand: Demand, on host: Host) -> [String] {
        let names = Rate.allCases.filter { $0.limit(host.rates) != nil && $0.series(demand) == nil }.map(\.name)
        return Rate.unseen(names, by: host.name)
    }

    private func ruleLines(_ name: String) -> [String] {
        let rules = model.rules
        func others(_ names: [String]) -> String { names.filter { $0 != name }.joined(separator: ", ") }
        func because(_ reason: String?) -> String { reason.map { " (\($0))" } ?? "" }
        var lines: [String] = []
        for r in rules.apart ?? [] where r.servers.contains(name) {
            lines.append("rule: apart from \(others(r.servers))" + because(r.reason))
        }
        for r in rules.together ?? [] where r.servers.contains(name) {
            lines.append("rule: together with \(others(r.servers))" + because(r.reason))
        }
        for r in rules.pinned ?? [] where r.servers.contains(name) {
            lines.append("rule: pinned to \(r.hosts.joined(separator: ", "))" + because(r.reason))
        }
        for r in rules.banned ?? [] where r.servers.contains(name) {
            lines.append("rule: banned from \(r.hosts.joined(separator: ", "))" + because(r.reason))
        }
        for r in rules.atMost ?? [] where r.servers.contains(name) {
            lines.append(
                "rule: at most \(r.count) with \(others(r.servers)) on \(r.hosts.joined(separator: ", "))"
                    + because(r.reason))
        }
        for r in rules.licences ?? [] where r.servers.contains(name) {
            lines.append("rule: on at most \(r.hosts) hosts with \(others(r.servers))" + because(r.reason))
        }
        for r in rules.needs ?? [] where r.servers.contains(name) {
            lines.append("rule: needs \(r.features.joined(separator: ", "))" + because(r.reason))
        }
        return lines
    }
}
