package import Estate
package import Planner
internal import Terminal

/// A plan as one HTML page without outside parts: summary, savings, hosts' weeks before and after, servers with their
/// reasons, waves. Light and dark.
package struct PlanReport: Sendable {
    let plan: Plan
    let request: PlanRequest
    let savings: Savings
    /// The clock of the waves, and what it is called.
    let clock: ZoneClock
    let zoneName: String
    private let demands: [String: Demand]
    private let room: HostRoom

    package init(plan: Plan, request: PlanRequest, savings: Savings) {
        (self.plan, self.request, self.savings) = (plan, request, savings)
        let named = plan.calendar.flatMap { calendar in ZoneClock(named: calendar.zone).map { (calendar.zone, $0) } }
        (zoneName, clock) = named ?? ("UTC", .utc)
        demands = PlanMaker.demands(of: plan.servers, request)
        room = HostRoom(plan: plan, request: request)
    }

    package func html() -> String {
        """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <title>Plan \(Markup.escaped(plan.pool))</title><style>\(Self.style)</style></head><body><main>
        <h1>Consolidation plan: \(Markup.escaped(plan.pool))</h1>
        <p class="lead">\(plan.servers.count) servers become VMs on \(plan.hostsUsed) \
        \(plan.hostsUsed == 1 ? "host" : "hosts"); no plan can use fewer than \(plan.hostsLowerBound). \
        \(plan.leftOut.count) stay.</p>
        \(savingsTable)<h2>Before and after</h2>\(beforeAndAfter)<h2>Hosts</h2>\(hosts)
        <h2>Servers</h2>\(servers)\(leftOut)\(waves)
        </main></body></html>

        """
    }

    private var savingsTable: String {
        let rows: [(String, Double, Double, String)] = [
            ("Machines", Double(savings.before.machines), Double(savings.after.machines), ""),
            ("Rack units", Double(savings.before.rackUnits), Double(savings.after.rackUnits), ""),
            ("Energy", savings.before.kilowattHoursPerYear, savings.after.kilowattHoursPerYear, "kWh a year"),
            ("Energy cost", savings.before.energyCost, savings.after.energyCost, savings.basis.currency + " a year"),
            ("Licences", savings.before.licences, savings.after.licences, savings.basis.currency + " a year"),
            ("CO₂", savings.before.tonnesCO2PerYear, savings.after.tonnesCO2PerYear, "t a year"),
        ]
        let body = rows.map { name, before, after, unit in
            "<tr><th>\(Markup.escaped(name))</th><td>\(number(before))</td><td>\(number(after))</td>"
                + "<td>\(number(before - after))</td><td class=\"unit\">\(Markup.escaped(unit))</td></tr>"
        }.joined()
        let basis = savings.basis
        return """
            <div class="wide"><table class="numbers"><thead><tr><th></th><th>before</th><th>after</th><th>saved</th><th></th></tr></thead>
            <tbody>\(body)</tbody></table></div><p class="note">\(number(basis.wattsPerServer)) W a server, \
            \(number(basis.wattsPerHost)) W a host, PUE \(Fixed.text(basis.pue, 1)), \(number(basis.gramsPerKilowattHour)) g CO₂ \
            a kWh (\(Markup.escaped(basis.factorSource))). \(Markup.escaped(savings.note)).</p>
            """
    }

    private func number(_ value: Double) -> String {
        Fixed.short(value)
    }

    /// Threads that were installed and that were ever busy at once, against the pool's.
    private var beforeAndAfter: String {
        let silent = plan.servers.count { demands[$0.server] == nil }
        guard silent < plan.servers.count else {
            return "<p class=\"note\">No load was observed: how busy the servers are is not known.</p>"
        }
        let names = Set(plan.servers.map(\.server))
        let threads = request.profiles.filter { names.contains($0.name) }
            .reduce(0) { $0 + ($1.hardware.processor.value?.threads ?? 0) }
        let used = room.hosts.indices.filter { !room.use(of: $0).members.isEmpty }
        let cpus = used.reduce(0) { $0 + room.hosts[$1].cpus }
        let busiest = (0..<Demand.hours).map { hour in demands.values.reduce(0.0) { $0 + $1.cores[hour] } }.max() ?? 0
        let peaks = demands.values.reduce(0.0) { $0 + ($1.cores.max() ?? 0) }
        return bar("Before: \(plan.servers.count) servers, \(threads) threads", busiest, Double(max(threads, 1)))
            + bar("After: \(used.count) hosts, \(cpus) CPUs", busiest, Double(max(cpus, 1)))
            + "<p class=\"note\">Busiest hour of all servers together: \(Fixed.text(busiest, 1)) cores; "
            + "the sum of each server's own peak would be \(Fixed.text(peaks, 1)).\(unknown(silent))</p>"
    }

    private func unknown(_ silent: Int) -> String {
        guard silent > 0 else { return "" }
        return " The load of \(silent) \(silent == 1 ? "server is" : "servers is") not known and not in these figures."
    }

    private func bar(_ title: String, _ part: Double, _ whole: Double) -> String {
        let percent = min(100, part / whole * 100)
        return
            "<div class=\"bar\"><span>\(Markup.escaped(title))</span><div><i style=\"width:\(Fixed.text(percent, 1))%\"></i>"
            + "</div><b>\(Int(percent.rounded())) %</b></div>"
    }

    private var hosts: String {
        return room.hosts.indices.map { at in
            let use = room.use(of: at)
            guard !use.members.isEmpty else {
                return "<h3>\(Markup.escaped(room.hosts[at].name))</h3><p class=\"note\">empty</p>"
            }
            let names = use.members.map { plan.servers[$0].server }
            return "<h3>\(Markup.escaped(room.hosts[at].name))</h3>"
                + bar("memory \(Int(use.memory)) of \(Int(use.capacity[0])) MiB", use.memory, max(use.capacity[0], 1))
                + week(of: room.hosts[at].name, names, limit: use.capacity[2]) + risk(of: room.hosts[at].name)
        }.joined()
    }

    /// The chart with its key; of whom no load is known, the name alone.
    private func week(of host: String, _ names: [String], limit: Double) -> String {
        let layers = names.compactMap { name in demands[name].map { LoadChart.Layer(name: name, cores: $0.cores) } }
        let silent = names.filter { demands[$0] == nil }.joined(separator: ", ")
        let chart = LoadChart(title: "Week of \(host)", layers: layers, limit: limit)
        return (layers.isEmpty ? "" : chart.svg() + "<p>\(key(chart))</p>")
            + (silent.isEmpty ? "" : "<p class=\"note\">Load not known: \(Markup.escaped(silent))</p>")
    }

    /// One colour a layer of the chart.
    private func key(_ chart: LoadChart) -> String {
        chart.layers.enumerated().map { at, layer in
            "<span class=\"key\"><i class=\"s\(at % LoadChart.colours)\"></i>\(Markup.escaped(layer.name))</span>"
        }.joined()
    }

    private func risk(of host: String) -> String {
        guard let risk = plan.risk?.first(where: { $0.host == host }) else { return "" }
        return
            "<p class=\"note\">In \(risk.hoursBroken) of \(risk.hoursObserved) observed hours its promise would have "
            + "been broken.\(Markup.escaped(risk.unseenWords.map { " " + $0 + "." } ?? ""))</p>"
    }

    private var servers: String {
        plan.servers.map { server in
            "<details><summary><b>\(Markup.escaped(server.server))</b> on \(Markup.escaped(server.host)), "
                + "\(server.vcpus) vCPU, \(server.memoryMiB) MiB</summary><ul>"
                + server.reasons.map { "<li>\(Markup.escaped($0))</li>" }.joined() + "</ul></details>"
        }.joined()
    }

    private var leftOut: String {
        guard !plan.leftOut.isEmpty else { return "" }
        return "<h2>Left out</h2><ul>"
            + plan.leftOut.map { "<li><b>\(Markup.escaped($0.server))</b>: \(Markup.escaped($0.reason))</li>" }.joined()
            + "</ul>"
    }
}
