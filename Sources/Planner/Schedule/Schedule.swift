package import Estate

/// Orders a plan's servers into waves: little risk first, servers that depend on each other together, each wave inside
/// a maintenance window.
///
/// Copy time is what the disks hold over the bandwidth that the copies share; the outage is the last pass and the cut-over.
package enum Schedule {
    /// - Throws: ``Failure`` when a server, or servers that must move together, need longer than a window.
    package static func waves(of plan: Plan, policy: SchedulePolicy) throws(Failure) -> [Wave] {
        guard policy.bytesPerSecond > 0, policy.windowHours > 0, policy.mostServers > 0, policy.parallelCopies > 0
        else {
            throw Failure(
                "schedule", on: plan.pool, because: "bandwidth, window and counts must be above 0",
                next: "correct the options", exit: .refused)
        }
        var waves: [Wave] = []
        var queue = WaveBlocks.of(plan)
        let separation = WaveSeparation(plan.rules)
        for block in queue { try separation.check(block, in: plan) }
        var windows = Windows(policy)
        var passed = 0
        while !queue.isEmpty {
            let window = try windows.next()
            let chosen = choose(&queue, window, separation, policy)
            guard !chosen.isEmpty else {
                if let long = queue.first(where: { !separation.isFrozen($0, on: window.days) }) {
                    throw tooLong(long, window, policy)
                }
                passed += 1
                guard passed < Windows.most else { throw Windows.none(policy.notOn.count) }
                continue
            }
            waves.append(wave(chosen, window, after: waves, plan, policy))
        }
        return waves
    }

    /// Takes from the queue what fits into the window.
    private static func choose(
        _ queue: inout [[PlannedServer]], _ window: Windows.Window, _ separation: WaveSeparation,
        _ policy: SchedulePolicy
    ) -> [PlannedServer] {
        var chosen: [PlannedServer] = []
        var rest: [[PlannedServer]] = []
        for block in queue {
            let most = max(policy.mostServers, chosen.isEmpty ? block.count : 0)
            if separation.allows(block, beside: chosen), !separation.isFrozen(block, on: window.days),
                chosen.count + block.count <= most,
                finish(run(chosen + block, window.opens, policy), window) <= window.closes
            {
                chosen += block
            } else {
                rest.append(block)
            }
        }
        queue = rest
        return chosen
    }

    private static func finish(_ members: [Wave.Member], _ window: Windows.Window) -> Double {
        members.map(\.finish.seconds).max() ?? window.opens
    }

    private static func wave(
        _ chosen: [PlannedServer], _ window: Windows.Window, after waves: [Wave], _ plan: Plan,
        _ policy: SchedulePolicy
    ) -> Wave {
        var wave = Wave(
            name: "wave \(waves.count + 1)", servers: run(chosen, window.opens, policy),
            switchOff: chosen.map(\.server).sorted(), reason: reason(chosen, first: waves.isEmpty),
            opens: Moment(seconds: window.opens), closes: Moment(seconds: window.closes))
        let facts = WaveFacts(plan: plan, policy: policy, wave: wave, servers: chosen)
        wave.owners = facts.owners.isEmpty ? nil : facts.owners
        wave.goNoGo = facts.lines(after: waves.last)
        return wave
    }

    /// Copies in lanes side by side; each lane has its share of the bandwidth.
    private static func run(_ servers: [PlannedServer], _ opens: Double, _ policy: SchedulePolicy) -> [Wave.Member] {
        let lanes = min(policy.parallelCopies, max(1, servers.count))
        var free = [Double](repeating: opens, count: lanes)
        let rate = policy.bytesPerSecond / Double(lanes)
        return servers.map { server in
            let lane = free.indices.min { free[$0] < free[$1] } ?? 0
            let copy = Double(WaveBlocks.bytes(server)) / rate
            let outage = copy * policy.lastPassShare + policy.cutOverSeconds
            let start = free[lane]
            free[lane] = start + copy + outage
            return Wave.Member(
                server: server.server, start: Moment(seconds: start.rounded()),
                finish: Moment(seconds: free[lane].rounded()), copySeconds: copy.rounded(),
                outageSeconds: outage.rounded())
        }
    }

    private static func reason(_ servers: [PlannedServer], first: Bool) -> String {
        let gib = servers.reduce(UInt64(0)) { $0 + WaveBlocks.bytes($1) } >> 30
        return (first ? "least risk first: " : "")
            + "\(servers.count) \(servers.count == 1 ? "server" : "servers"), \(gib) GiB to copy"
    }

    private static func tooLong(
        _ block: [PlannedServer], _ window: Windows.Window, _ policy: SchedulePolicy
    ) -> Failure {
        let finish = finish(run(block, window.opens, policy), window)
        return Failure(
            "schedule", on: block.map(\.server).joined(separator: ", "),
            because: "it needs \(Fixed.text((finish - window.opens) / 3600, 1)) hours, a window has "
                + "\(Fixed.text(policy.windowHours, 1))",
            next: "open a longer window, or give more bandwidth", exit: .refused)
    }
}
