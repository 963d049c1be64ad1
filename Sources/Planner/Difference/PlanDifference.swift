package import Estate

/// What changed from one plan to another, one line a change, in the order of the servers.
package enum PlanDifference {
    package static func lines(from old: Plan, to new: Plan) -> [String] {
        var lines: [String] = []
        if old.pool != new.pool { lines.append("pool: \(old.pool) → \(new.pool)") }
        if old.inventoryDigest != new.inventoryDigest { lines.append("the inventory has changed") }
        if old.poolDigest != new.poolDigest { lines.append("the pool has changed") }
        if old.policy != new.policy { lines.append("the policy has changed") }
        if old.rules != new.rules { lines.append("the rules have changed") }
        let before = Dictionary(old.servers.map { ($0.server, $0) }, uniquingKeysWith: { first, _ in first })
        let after = Dictionary(new.servers.map { ($0.server, $0) }, uniquingKeysWith: { first, _ in first })
        for name in Set(before.keys).union(after.keys).sorted() {
            switch (before[name], after[name]) {
            case (let a?, let b?): lines += changes(a, b)
            case (let a?, nil):
                let reason = new.leftOut.first { $0.server == name }?.reason
                lines.append("- \(name) (was on \(a.host))" + (reason.map { ": \($0)" } ?? ""))
            case (nil, let b?): lines.append("+ \(name) on \(b.host)")
            case (nil, nil): break
            }
        }
        if old.waves != new.waves { lines.append("the waves have changed") }
        if old.hostsUsed != new.hostsUsed { lines.append("hosts: \(old.hostsUsed) → \(new.hostsUsed)") }
        return lines
    }

    private static func changes(_ a: PlannedServer, _ b: PlannedServer) -> [String] {
        var parts: [String] = []
        func compare(_ what: String, _ old: String, _ new: String) {
            if old != new { parts.append("\(what) \(old) → \(new)") }
        }
        compare("host", a.host, b.host)
        if a.host != b.host, let why = b.reasons.first(where: { $0.hasPrefix("moved: from \(a.host) to \(b.host), ") })
        {
            parts[parts.count - 1] += ", " + why.split(separator: ", ", maxSplits: 1).dropFirst().joined()
        }
        compare("SR", a.storage, b.storage)
        compare("vCPUs", "\(a.vcpus)", "\(b.vcpus)")
        compare("memory", "\(a.memoryMiB) MiB", "\(b.memoryMiB) MiB")
        compare("firmware", a.firmware.rawValue, b.firmware.rawValue)
        compare("address", a.address, b.address)
        let disks = { (server: PlannedServer) in
            server.disks.map { "\($0.device) \($0.bytes) \($0.image)" }.joined(separator: ", ")
        }
        compare("disks", disks(a), disks(b))
        compare(
            "interfaces", a.interfaces.map { "\($0.mac) \($0.network)" }.joined(separator: ", "),
            b.interfaces.map { "\($0.mac) \($0.network)" }.joined(separator: ", "))
        compare("proof", a.proof.joined(separator: ", "), b.proof.joined(separator: ", "))
        if a.cutOver != b.cutOver { parts.append("cut-over changed") }
        return parts.isEmpty ? [] : ["~ \(a.server): " + parts.joined(separator: "; ")]
    }

    /// What differs between a plan and the machines that run: which are moved, which are elsewhere, which are missing.
    package static func lines(from plan: Plan, toReality machines: [Machine]) -> [String] {
        let running = Dictionary(machines.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        var lines: [String] = []
        for server in plan.servers {
            guard let machine = running[server.server] else {
                lines.append("- \(server.server) is not converted yet (planned on \(server.host))")
                continue
            }
            var parts: [String] = []
            if machine.host != server.host { parts.append("is on \(machine.host), planned on \(server.host)") }
            if machine.state != .running { parts.append("is \(machine.state.rawValue)") }
            if machine.vcpus != server.vcpus { parts.append("has \(machine.vcpus) vCPUs, planned \(server.vcpus)") }
            let mebibytes = Int(machine.memoryBytes >> 20)
            if mebibytes != server.memoryMiB { parts.append("has \(mebibytes) MiB, planned \(server.memoryMiB)") }
            if !parts.isEmpty { lines.append("~ \(server.server) " + parts.joined(separator: "; ")) }
        }
        let planned = Set(plan.servers.map(\.server))
        for machine in machines.sorted(by: { $0.name < $1.name }) where !planned.contains(machine.name) {
            lines.append("+ \(machine.name) runs on \(machine.host) and is not in the plan")
        }
        return lines
    }
}
