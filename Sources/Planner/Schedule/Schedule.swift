package import Estate

/// Orders a plan's servers into waves: little risk first, servers that depend on each other together, each wave inside
/// a maintenance window.
///
/// Copy time is bytes over the bandwidth that the copies share; the outage is the last pass and the cut-over.
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
        var queue = blocks(of: plan)
        let apart = WaveSeparation(plan.rules)
        for block in queue { try apart.check(block, in: plan) }
        var windows = Windows(policy)
        while !queue.isEmpty {
            let opens = try windows.next()
            var chosen: [PlannedServer] = []
            var rest: [[PlannedServer]] = []
            for block in queue {
                if apart.allows(block, beside: chosen),
                    chosen.count + block.count <= max(policy.mostServers, chosen.isEmpty ? block.count : 0),
                    (run(chosen + block, opens, policy).map(\.finish.seconds).max() ?? opens)
                        <= opens + policy.windowHours * 3600
                {
                    chosen += block
                } else {
                    rest.append(block)
                }
            }
            guard !chosen.isEmpty else { throw tooLong(queue[0], opens, policy) }
            let members = run(chosen, opens, policy)
            waves.append(
                Wave(
                    name: "wave \(waves.count + 1)", servers: members, switchOff: chosen.map(\.server).sorted(),
                    reason: reason(chosen, first: waves.isEmpty), opens: Moment(seconds: opens),
                    closes: Moment(seconds: opens + policy.windowHours * 3600)))
            queue = rest
        }
        return waves
    }

    /// Servers that move together, the least risk first: few vCPUs, little to copy, few services.
    private static func blocks(of plan: Plan) -> [[PlannedServer]] {
        var group: [String: Int] = [:]
        for (g, rule) in (plan.rules.sameWave ?? []).enumerated() {
            let merged = Set(rule.servers.compactMap { group[$0] })
            for server in rule.servers { group[server] = g }
            for (server, old) in group where merged.contains(old) { group[server] = g }
        }
        let blocks = Dictionary(grouping: plan.servers) { group[$0.server].map { "g\($0)" } ?? "s\($0.server)" }
        return blocks.values.map { $0.sorted { $0.server < $1.server } }
            .sorted { (risk($0), $0[0].server) < (risk($1), $1[0].server) }
    }

    /// Grows with what is lost when the move goes wrong.
    private static func risk(_ block: [PlannedServer]) -> Double {
        block.reduce(0) { sum, server in
            let gib = Double(bytes(server)) / 1_073_741_824
            return sum + gib + 10 * Double(server.vcpus) + 25 * Double(server.cutOver.quiesce.count)
        }
    }

    private static func bytes(_ server: PlannedServer) -> UInt64 { server.disks.reduce(0) { $0 + $1.bytes } }

    /// Copies in lanes side by side; each lane has its share of the bandwidth.
    private static func run(_ servers: [PlannedServer], _ opens: Double, _ policy: SchedulePolicy) -> [Wave.Member] {
        let lanes = min(policy.parallelCopies, max(1, servers.count))
        var free = [Double](repeating: opens, count: lanes)
        let rate = policy.bytesPerSecond / Double(lanes)
        return servers.map { server in
            let lane = free.indices.min { free[$0] < free[$1] } ?? 0
            let copy = Double(bytes(server)) / rate
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
        let gib = servers.reduce(UInt64(0)) { $0 + bytes($1) } >> 30
        return (first ? "least risk first: " : "")
            + "\(servers.count) \(servers.count == 1 ? "server" : "servers"), \(gib) GiB"
    }

    private static func tooLong(_ block: [PlannedServer], _ opens: Double, _ policy: SchedulePolicy) -> Failure {
        let finish = run(block, opens, policy).map(\.finish.seconds).max() ?? opens
        return Failure(
            "schedule", on: block.map(\.server).joined(separator: ", "),
            because: "it needs \(Fixed.text((finish - opens) / 3600, 1)) hours, a window has "
                + "\(Fixed.text(policy.windowHours, 1))",
            next: "open a longer window, or give more bandwidth", exit: .refused)
    }
}
