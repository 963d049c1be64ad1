internal import Estate
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
        return text + "\(plan.servers.count) servers on \(bound(plan))\n"
    }

    /// `12 hosts; no plan can use fewer than 11`.
    static func bound(_ plan: Plan) -> String {
        "\(plan.hostsUsed) \(plan.hostsUsed == 1 ? "host" : "hosts"); no plan can use fewer than \(plan.hostsLowerBound)"
    }
}
