package import Estate

extension Campaign: Plausible {
    package var flaw: Flaw? {
        if windows.isEmpty { return Flaw("windows", "names none, so no service may ever be stopped") }
        let names = windows.map(\.name)
        if let twice = Flaw.twice("windows", names) ?? Flaw.twice("waves", (waves ?? []).map(\.wave)) { return twice }
        for wave in waves ?? [] {
            if wave.windows.isEmpty { return Flaw("waves", "gives \(wave.wave) no window") }
            if let stranger = wave.windows.first(where: { !names.contains($0) }) {
                let hint = Nearest.hint(for: stranger, among: names)
                return Flaw("waves", "gives \(wave.wave) the window \"\(stranger)\", which is not among windows\(hint)")
            }
        }
        if let limit {
            do { _ = try RateSchedule(limit) } catch { return Flaw("limit", "is \"\(limit)\": \(error.because)") }
        }
        return .first(
            .init("parallel", parallel, 1...64), .init("stopWaveAfter", stopWaveAfter, 1...100_000),
            .init("bootLimit", bootLimit, 1...604_800), .init("maxOutage", maxOutage, 0...1e7))
    }
}

extension CampaignWindow: Plausible {
    package var flaw: Flaw? {
        guard DayHours(hours) != nil else { return Flaw("hours", "is \"\(hours)\", not like 22:00-05:00") }
        if days?.isEmpty == true { return Flaw("days", "names none; leave it out for every day") }
        return .first(
            .init("lockoutMinutes", lockoutMinutes, 0...1440), .init("capacity", capacity, 1...100_000))
    }
}
