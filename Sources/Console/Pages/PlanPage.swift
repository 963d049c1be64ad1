internal import Estate
internal import Operations

/// A plan: its hosts as they will be filled, what can be said against it, and why each server is where it is.
struct PlanPage {
    let plan: Plan
    let file: String
    /// What the checker says; why it is not known.
    let review: Observed<[String]>
    /// Which server is explained.
    let explained: String?

    static func unnamed() -> HTML {
        .all([
            .element("h1", [:], .text("Plan")),
            .note("Which plan is to be shown is not known: say p2v console --plan FILE."),
            .command("p2v plan --output plan.yaml"),
        ])
    }

    var main: HTML {
        .all([
            .element("h1", [:], .text("Plan for \(plan.pool)")), .note(file),
            .element("p", [:], verdict), findings,
            .element(
                "p", [:],
                .text(
                    "\(plan.servers.count) servers become VMs on \(plan.hostsUsed) hosts; no plan can use fewer than "
                        + "\(plan.hostsLowerBound). \(plan.leftOut.count) stay.")),
            explanation, .heading("Hosts, before and after"), hosts, .heading("Servers"), servers, left,
            .command("p2v plan check \(ShellWord.of(file))"),
        ])
    }

    private var verdict: HTML {
        switch review {
        case .known(let findings) where findings.isEmpty: .mark("the checker has nothing to say against it", .good)
        case .known(let findings): .mark("the checker says \(findings.count) things against it", .critical)
        case .unknown(let reason): .mark("whether it is sound is not known: \(reason)", .unclear)
        }
    }

    private var findings: HTML {
        guard let lines = review.value, !lines.isEmpty else { return .none }
        return .all([
            .element("ul", [:], lines.prefix(50).map { .element("li", [:], .text($0)) }),
            lines.count > 50 ? .note("and \(lines.count - 50) more") : .none,
        ])
    }

    private var explanation: HTML {
        guard let explained, let server = plan.servers.first(where: { $0.server == explained }) else { return .none }
        return .all([
            .heading("Why \(server.server) is on \(server.host)"),
            .element("ul", [:], server.reasons.map { .element("li", [:], .text($0)) }),
            .command("p2v plan explain \(ShellWord.of(file)) \(ShellWord.of(server.server))"),
        ])
    }

    /// Before: nothing of the plan is there. After: the memory of the VMs that are planned, one piece each.
    private var hosts: HTML {
        let byHost = Dictionary(grouping: plan.servers, by: \.host)
        let most = Double(max(1, byHost.values.map { $0.reduce(0) { $0 + $1.memoryMiB } }.max() ?? 1))
        return .element(
            "div", ["class": "hosts"],
            byHost.sorted { $0.key < $1.key }.map { name, servers in
                let memory = servers.reduce(0) { $0 + $1.memoryMiB }
                let words =
                    "after: \(servers.count) VMs of this plan, \(memory) MiB, \(servers.reduce(0) { $0 + $1.vcpus }) vCPUs"
                let shares = servers.sorted { $0.memoryMiB > $1.memoryMiB }.enumerated().map { at, server in
                    (style: at % 2 == 0 ? "used" : "other", share: Double(server.memoryMiB) / most)
                }
                return .element(
                    "section", ["class": "host"], .element("h3", [:], .text(name)), .note("before: none of this plan"),
                    .note(words), HostBars.bar(words, shares))
            })
    }

    private var servers: HTML {
        .table(
            "Servers", ["Server", "Host", "vCPUs", "Memory, MiB", "Why"],
            plan.servers.prefix(500).map { server in
                [
                    .text(server.server), .text(server.host), .text("\(server.vcpus)"), .text("\(server.memoryMiB)"),
                    .link(HTML.address("/plan", server.server, as: "server"), server.reasons.first ?? "explain"),
                ]
            })
    }

    private var left: HTML {
        guard !plan.leftOut.isEmpty else { return .none }
        return .all([
            .heading("They stay"),
            .element("ul", [:], plan.leftOut.map { .element("li", [:], .text("\($0.server): \($0.reason)")) }),
        ])
    }
}
