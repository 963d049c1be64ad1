internal import Estate

extension PlanCheck {
    static func waves(_ plan: Plan) -> [String] {
        guard let waves = plan.waves else { return [] }
        return members(plan, waves) + windows(waves)
    }

    private static func members(_ plan: Plan, _ waves: [Wave]) -> [String] {
        var waveOf: [String: String] = [:]
        var found: [String] = []
        let planned = Set(plan.servers.map(\.server))
        for wave in waves {
            for server in wave.servers {
                if !planned.contains(server.server) {
                    found.append("\(server.server) stands in \(wave.name) and is not planned")
                }
                if waveOf.updateValue(wave.name, forKey: server.server) != nil {
                    found.append("\(server.server) stands in two waves")
                }
            }
            let moved = Set(wave.servers.map(\.server))
            for server in wave.switchOff where !moved.contains(server) {
                found.append("\(server) is switched off in \(wave.name) and does not move in it")
            }
        }
        for server in plan.servers where waveOf[server.server] == nil {
            found.append("\(server.server) stands in no wave")
        }
        for rule in plan.rules.apart ?? [] {
            for (wave, names) in Dictionary(
                grouping: rule.servers.filter { waveOf[$0] != nil }, by: { waveOf[$0] ?? "" }
            )
            .sorted(by: { $0.key < $1.key }) where names.count > 1 {
                found.append("apart: \(names.joined(separator: ", ")) move in the same window, \(wave)")
            }
        }
        let parted =
            (plan.rules.sameWave ?? []).map { ("same wave", $0.servers) }
            + (plan.rules.together ?? []).map { ("together", $0.servers) }
        for (rule, names) in parted {
            let used = Set(names.compactMap { waveOf[$0] }).sorted()
            guard used.count > 1 else { continue }
            found.append("\(rule): \(names.joined(separator: ", ")) are in \(used.joined(separator: ", "))")
        }
        return found + unasked(plan, waves)
    }

    /// Owners of servers that move, whom the wave does not name.
    private static func unasked(_ plan: Plan, _ waves: [Wave]) -> [String] {
        waves.flatMap { wave in
            (plan.rules.owners ?? []).compactMap { rule in
                guard wave.owners?.contains(rule.owner) != true,
                    let server = wave.servers.first(where: { rule.servers.contains($0.server) })
                else { return nil }
                return "\(wave.name) does not name \(rule.owner), who answers for \(server.server)"
            }
        }
    }

    private static func windows(_ waves: [Wave]) -> [String] {
        var found: [String] = []
        var last: (name: String, finish: Double)?
        for wave in waves {
            for server in wave.servers {
                let taken = server.finish.seconds - server.start.seconds
                if taken < 0 {
                    found.append("\(server.server) is back before it starts in \(wave.name)")
                } else if (taken - server.copySeconds - server.outageSeconds).magnitude > 2 {
                    found.append(
                        "\(server.server) takes \(Int(server.copySeconds + server.outageSeconds)) s, "
                            + "\(wave.name) gives it \(Int(min(taken, 1e15))) s")
                }
                if wave.opens.map({ server.start < $0 }) == true || wave.closes.map({ $0 < server.finish }) == true {
                    found.append("\(server.server) is outside the window of \(wave.name)")
                }
            }
            let starts = wave.servers.map(\.start.seconds).min()
            if let last, let starts, starts < last.finish {
                found.append("\(wave.name) begins before \(last.name) has ended")
            }
            if let finish = wave.servers.map(\.finish.seconds).max() { last = (wave.name, finish) }
        }
        return found
    }
}
