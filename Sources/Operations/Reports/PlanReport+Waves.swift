internal import Estate

extension PlanReport {
    /// Each wave with its window, its picture, who is asked, and what must hold before it begins.
    var waves: String {
        guard let waves = plan.waves, !waves.isEmpty else { return "" }
        let days = (plan.calendar?.notOn ?? []).map(\.text).joined(separator: ", ")
        return "<h2>Waves</h2><p class=\"note\">Times in \(Markup.escaped(zoneName))."
            + (days.isEmpty ? "" : " Nothing moves on \(days).") + "</p>"
            + "<p><span class=\"key\"><i class=\"copy\"></i>copy</span>"
            + "<span class=\"key\"><i class=\"away\"></i>service away</span></p>" + waves.map(section).joined()
    }

    private func section(_ wave: Wave) -> String {
        let chart = GanttChart(wave: wave, clock: clock)
        let facts = (wave.goNoGo ?? []).map { "<li>\(Markup.escaped($0))</li>" }.joined()
        let owners = wave.owners.map { "; asked first: " + $0.joined(separator: "; ") } ?? ""
        return "<h3>\(Markup.escaped(wave.name)) · \(chart.times)</h3>"
            + "<p class=\"note\">\(Markup.escaped(wave.reason + owners))</p>"
            + chart.svg()
            + (facts.isEmpty ? "" : "<details><summary>Go only if</summary><ul>\(facts)</ul></details>")
    }
}
