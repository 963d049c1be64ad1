internal import Estate
internal import Operations

/// The pool: each host with its memory, its cores and its VMs, and what a loss would do.
struct PoolPage {
    let sight: PoolSight
    let now: Moment
    var visitor = Visitor.stranger
    /// Above this many only their number stands beside each host: the page stays small, the host's page has them.
    static let mostMachines = 300

    var main: HTML {
        let machines = Dictionary(grouping: sight.machines, by: \.machine.host)
        return .all([
            .element("h1", [:], .text(sight.pool)), SightWords(sight: sight, now: now).line, tiles,
            .heading("Hosts"),
            .element("div", ["class": "hosts"], sight.hosts.map { host($0, machines[$0.host.name] ?? []) }), gaps,
            .heading("Storage"), storage,
            .command("p2v pool --load"), .heading("Balance"),
            .note("What would move, and why; nothing moves before it is applied:"),
            ActionLinks.html(visitor, [("/do/rebalance", "Rebalance…")]), .command("p2v rebalance"),
        ])
    }

    private var words: SightWords { SightWords(sight: sight, now: now) }

    private var tiles: HTML {
        let running = sight.machines.count { words.isOfNow($0) && $0.machine.state == .running }
        let unseen = sight.machines.count { !words.isOfNow($0) }
        return .element(
            "div", ["class": "tiles"],
            tile("\(sight.hosts.count { words.isOfNow($0) }) of \(sight.hosts.count)", "hosts answer"),
            tile("\(running)", "VMs run"), tile("\(unseen)", "VMs of which it is not known"), loss)
    }

    private func tile(_ value: String, _ name: String) -> HTML {
        .element("div", [:], .element("b", [:], .text(value)), .element("span", [:], .text(name)))
    }

    private var loss: HTML {
        let word =
            switch words.isFresh ? sight.survivesHostLoss : .unknown(because: "") {
            case .known(true): HTML.mark("yes", .good)
            case .known(false): HTML.mark("no", .critical)
            case .unknown: HTML.mark("not known", .unclear)
            }
        return .element(
            "div", [:], .element("b", [:], word), .element("span", [:], .text("any one host can be lost")))
    }

    private func host(_ seen: PoolSight.SeenHost, _ machines: [PoolSight.SeenMachine]) -> HTML {
        .element(
            "section", ["class": words.isOfNow(seen) ? "host" : "host unseen"],
            .element(
                "h3", [:], .link(HTML.address("/host", seen.host.name), seen.host.name), words.mark(of: seen)),
            HostBars(seen: seen, machines: machines).html, list(machines))
    }

    private func list(_ machines: [PoolSight.SeenMachine]) -> HTML {
        guard !machines.isEmpty else { return .note("no VM") }
        guard sight.machines.count <= Self.mostMachines else {
            return .note("\(machines.count) VMs, \(machines.count { $0.isSeen && $0.machine.state == .running }) run")
        }
        let items = machines.sorted { $0.machine.name < $1.machine.name }.map { seen in
            HTML.element(
                "li", [:],
                .element(
                    "a", ["class": words.look(of: seen).rawValue, "href": HTML.address("/vm", seen.machine.name)],
                    .text("\(seen.machine.name): \(words.state(of: seen))")))
        }
        return .element("ul", ["class": "vms"], items)
    }

    private var gaps: HTML {
        let loss = sight.survivesHostLoss.reason.map { ["whether any one host can be lost: \($0)"] } ?? []
        let lines = loss + sight.gaps
        guard !lines.isEmpty else { return .none }
        return .all([
            .heading("Not known"), .element("ul", [:], lines.prefix(20).map { .element("li", [:], .text($0)) }),
            lines.count > 20 ? .note("and \(lines.count - 20) more") : .none,
        ])
    }

    private var storage: HTML {
        .table(
            "Storage", ["SR", "Size", "Free", "Where"],
            sight.storage.map { repository in
                let known = repository.because == nil && repository.totalBytes > 0
                return [
                    .text(repository.name),
                    known ? .text(Bytes.text(repository.totalBytes)) : .mark("not known", .unclear),
                    known ? .text(Bytes.text(repository.freeBytes)) : .text(repository.because ?? ""),
                    .text(repository.url),
                ]
            })
    }
}
