internal import Estate

/// No wave meets a day that the plan leaves out, and none of an owner's servers moves on a day of his.
struct WaveDays {
    let plan: Plan
    let clock: (String) -> ZoneClock?

    func findings() -> [String] {
        guard let waves = plan.waves else { return [] }
        let owners = (plan.rules.owners ?? []).filter { $0.notOn?.isEmpty == false }
        guard plan.calendar?.notOn?.isEmpty == false || !owners.isEmpty else { return [] }
        let zone = plan.calendar?.zone ?? "UTC"
        guard let clock = clock(zone) else {
            return ["the waves' zone \"\(zone)\" is not known, so their days are not"]
        }
        return waves.flatMap { wave -> [String] in
            let moves = Set(wave.servers.map(\.server))
            let frozen = days(wave, clock, plan.calendar?.notOn ?? []).map {
                "\(wave.name) is on \($0), which is left out"
            }
            return frozen
                + owners.flatMap { owner -> [String] in
                    let servers = owner.servers.filter(moves.contains)
                    guard !servers.isEmpty else { return [] }
                    return days(wave, clock, owner.notOn ?? []).map {
                        "\(servers.joined(separator: ", ")) in \(wave.name) on \($0), which \(owner.owner) leaves out"
                    }
                }
        }
    }

    /// Those days on which something of the wave happens, or its window is open.
    private func days(_ wave: Wave, _ clock: ZoneClock, _ left: [CivilDate]) -> [String] {
        let begins = (wave.servers.map(\.start) + [wave.opens].compactMap(\.self)).map(\.seconds).min()
        let ends = (wave.servers.map(\.finish) + [wave.closes].compactMap(\.self)).map(\.seconds).max()
        guard let begins, let ends, begins.magnitude < 1e12, ends.magnitude < 1e12 else { return [] }
        return left.filter { day in
            // A day of the clock: from its midnight to the next.
            let midnight = { (day: Int) in Double(day) * 86_400 - clock.offset(Double(day) * 86_400) }
            return begins < midnight(day.days + 1) && ends > midnight(day.days)
        }.map(\.text)
    }
}
