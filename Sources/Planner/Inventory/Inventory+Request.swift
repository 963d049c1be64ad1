package import Estate

extension Inventory {
    /// The request that a plan is made from.
    ///
    /// - Parameter past: observed load, by server: what files of the past have.
    /// - Throws: ``Failure`` for names that stand twice and numbers that make no sense.
    package func request(past: [String: [UtilisationSeries]] = [:]) throws(Failure) -> PlanRequest {
        guard format == Self.format else { throw refused("its format is \(format)", "this p2v reads \(Self.format)") }
        if let flaw { throw refused(flaw.words) }
        for server in servers {
            if let flaw = server.flaw ?? server.load?.flaw { throw refused("of \(server.name) \(flaw.words)") }
        }
        var history = past
        for server in servers {
            if let load = server.load { history[server.name] = [load.series(memoryMiB: server.memoryMiB)] }
        }
        var request = PlanRequest(
            pool: pool, hosts: pool.statedHosts, profiles: servers.map(\.profile), history: history,
            policy: policy ?? PlanPolicy(), rules: owned(rules ?? Rules()))
        for server in servers {
            request.footprints[server.name] = Footprint(watts: server.watts, rackUnits: server.rackUnits)
        }
        return request
    }

    /// The rules with the owners that stand beside their servers.
    package func owned(_ rules: Rules) -> Rules {
        let mine = Dictionary(grouping: servers.filter { $0.owner != nil }, by: { $0.owner ?? "" })
        guard !mine.isEmpty else { return rules }
        var rules = rules
        rules.owners =
            (rules.owners ?? [])
            + mine.keys.sorted().map { owner in
                Owner(servers: (mine[owner] ?? []).map(\.name), owner: owner)
            }
        return rules
    }

    private func refused(_ because: String, _ next: String = "correct the file") -> Failure {
        Failure("read the inventory", on: pool.name, because: because, next: next, exit: .refused)
    }
}

extension Inventory.WeeklyLoad {
    /// Three weeks of hours from Monday, 5 January 1970.
    func series(memoryMiB: Int) -> UtilisationSeries {
        let samples = (0..<Demand.hours * 3).map { at -> LoadSample? in
            let isBusyDay = weekdays != true || at / 24 % 7 < 5
            let isBusy = isBusyDay && at % 24 >= from && at % 24 < to
            let share = isBusy ? 1 : min(1, quiet / max(busy, .leastNormalMagnitude))
            return LoadSample(
                coresBusy: isBusy ? busy : quiet, memoryBytes: Double(memoryMiB) * 1_048_576,
                diskOperations: diskOperations.map { $0 * share }, diskBytes: diskBytes.map { $0 * share },
                networkBytes: networkBytes.map { $0 * share })
        }
        return UtilisationSeries(start: Moment(seconds: 4 * 86400), interval: 3600, samples: samples)
    }
}
