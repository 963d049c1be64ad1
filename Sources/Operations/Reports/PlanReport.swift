package import Estate
package import Planner

/// A plan as one HTML page without outside parts: summary, savings, hosts' weeks before and after, servers with their
/// reasons, waves. Light and dark.
package struct PlanReport: Sendable {
    let plan: Plan
    let request: PlanRequest
    let savings: Savings

    package init(plan: Plan, request: PlanRequest, savings: Savings) {
        self.plan = plan
        self.request = request
        self.savings = savings
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
            <table class="numbers"><thead><tr><th></th><th>before</th><th>after</th><th>saved</th><th></th></tr></thead>
            <tbody>\(body)</tbody></table><p class="note">\(number(basis.wattsPerServer)) W a server, \
            \(number(basis.wattsPerHost)) W a host, PUE \(Fixed.text(basis.pue, 1)), \(number(basis.gramsPerKilowattHour)) g CO₂ \
            a kWh (\(Markup.escaped(basis.factorSource))).</p>
            """
    }

    private func number(_ value: Double) -> String {
        Fixed.short(value)
    }

    private var hostRoom: HostRoom { HostRoom(plan: plan, request: request) }

    private var demands: [String: Demand] { PlanMaker.demands(of: plan.servers, request) }

    /// Threads that were installed and that were ever busy at once, against the pool's.
    private var beforeAndAfter: String {
        let names = Set(plan.servers.map(\.server))
        let threads = request.profiles.filter { names.contains($0.name) }
            .reduce(0) { $0 + ($1.hardware.processor.value?.threads ?? 0) }
        let room = hostRoom
        let used = room.hosts.indices.filter { !room.use(of: $0).members.isEmpty }
        let cpus = used.reduce(0) { $0 + room.hosts[$1].cpus }
        let busiest = (0..<Demand.hours).map { hour in demands.values.reduce(0.0) { $0 + $1.cores[hour] } }.max() ?? 0
        let peaks = demands.values.reduce(0.0) { $0 + ($1.cores.max() ?? 0) }
        return bar("Before: \(plan.servers.count) servers, \(threads) threads", busiest, Double(max(threads, 1)))
            + bar("After: \(used.count) hosts, \(cpus) CPUs", busiest, Double(max(cpus, 1)))
            + "<p class=\"note\">Busiest hour of all servers together: \(Fixed.text(busiest, 1)) cores; "
            + "the sum of each server's own peak would be \(Fixed.text(peaks, 1)).</p>"
    }

    private func bar(_ title: String, _ part: Double, _ whole: Double) -> String {
        let percent = min(100, part / whole * 100)
        return
            "<div class=\"bar\"><span>\(Markup.escaped(title))</span><div><i style=\"width:\(Fixed.text(percent, 1))%\"></i>"
            + "</div><b>\(Int(percent.rounded())) %</b></div>"
    }

    private var hosts: String {
        let room = hostRoom
        return room.hosts.indices.map { at in
            let use = room.use(of: at)
            guard !use.members.isEmpty else {
                return "<h3>\(Markup.escaped(room.hosts[at].name))</h3><p class=\"note\">empty</p>"
            }
            let layers = use.members.map { member in
                let name = plan.servers[member].server
                return (name: name, cores: demands[name]?.cores ?? [Double](repeating: 0, count: Demand.hours))
            }
            let chart = LoadChart(title: "Week of \(room.hosts[at].name)", layers: layers, limit: use.capacity[2])
            let names = layers.enumerated().map {
                "<span class=\"key\"><i class=\"s\($0.offset % 8)\"></i>\(Markup.escaped($0.element.name))</span>"
            }.joined()
            return "<h3>\(Markup.escaped(room.hosts[at].name))</h3>"
                + bar("memory \(Int(use.memory)) of \(Int(use.capacity[0])) MiB", use.memory, max(use.capacity[0], 1))
                + (demands.isEmpty ? "" : chart.svg()) + "<p>\(names)</p>" + risk(of: room.hosts[at].name)
        }.joined()
    }

    private func risk(of host: String) -> String {
        guard let risk = plan.risk?.first(where: { $0.host == host }) else { return "" }
        return
            "<p class=\"note\">In \(risk.hoursBroken) of \(risk.hoursObserved) observed hours its promise would have "
            + "been broken.</p>"
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

    private var waves: String {
        guard let waves = plan.waves, !waves.isEmpty else { return "" }
        return "<h2>Waves</h2>" + GanttChart(waves: waves).svg()
    }
}
