internal import Estate
internal import Planner
internal import Terminal

/// A plan as people read it in a terminal.
enum PlanText {
    static func summary(of plan: Plan) -> String {
        var table = Table(["SERVER", "HOST", "SR", ">VCPU", ">MEMORY", ">DISKS", "PROOF"])
        for server in plan.servers {
            table.add([
                server.server, server.host, server.storage, "\(server.vcpus)",
                Bytes.text(UInt64(server.memoryMiB) << 20),
                Bytes.text(server.disks.reduce(0) { $0 + $1.bytes }), server.proof.first ?? "-",
            ])
        }
        var text = table.text
        for server in plan.leftOut {
            text += "left out: \(Sanitised.text(server.server)): \(Sanitised.text(server.reason))\n"
        }
        for risk in plan.risk ?? [] { text += risk.words.map { "risk: " + Sanitised.text($0) + "\n" }.joined() }
        text += kept(plan)
        return text + "\(plan.servers.count) servers on \(bound(plan))\n\(losses(plan.policy.survive))\n"
    }

    /// How many servers an earlier plan's hosts keep.
    private static func kept(_ plan: Plan) -> String {
        let stays = plan.servers.count { $0.reasons.contains { $0.hasPrefix("kept: ") } }
        let moves = plan.servers.flatMap { server in
            server.reasons.filter { $0.hasPrefix("moved: ") }.map { "\(server.server) moves \($0.dropFirst(7))\n" }
        }
        guard stays + moves.count > 0 else { return "" }
        return moves.map { Sanitised.text($0.dropLast().description) + "\n" }.joined()
            + "\(stays) of \(stays + moves.count) servers stay where the earlier plan has them\n"
    }

    /// What happens when hosts fail: said in any case, since less than one is a choice.
    static func losses(_ survive: Int) -> String {
        survive > 0
            ? "after the loss of any \(survive == 1 ? "host" : "\(survive) hosts") its VMs restart on the others, which keep theirs"
            : "no loss of a host is promised to be survived (survive 0): its VMs may find no place"
    }

    /// What a year saves, in one table.
    static func savings(_ savings: Savings) -> String {
        var table = Table(["A YEAR", ">BEFORE", ">AFTER", ""])
        let rows: [(String, Double, Double, String)] = [
            ("machines", Double(savings.before.machines), Double(savings.after.machines), ""),
            ("rack units", Double(savings.before.rackUnits), Double(savings.after.rackUnits), ""),
            ("energy", savings.before.kilowattHoursPerYear, savings.after.kilowattHoursPerYear, "kWh"),
            ("energy cost", savings.before.energyCost, savings.after.energyCost, savings.basis.currency),
            ("licences", savings.before.licences, savings.after.licences, savings.basis.currency),
            (
                "CO₂ (\(savings.basis.factorSource))", savings.before.tonnesCO2PerYear, savings.after.tonnesCO2PerYear,
                "t"
            ),
        ]
        for (name, before, after, unit) in rows {
            table.add([name, Fixed.text(before, unit == "t" ? 1 : 0), Fixed.text(after, unit == "t" ? 1 : 0), unit])
        }
        return table.text + savings.note + "\n"
    }

    /// `12 hosts; no plan can use fewer than 11`.
    static func bound(_ plan: Plan) -> String {
        "\(plan.hostsUsed) \(plan.hostsUsed == 1 ? "host" : "hosts"); no plan can use fewer than \(plan.hostsLowerBound)"
    }
}
