internal import Adaptation
internal import Converter
internal import Dispatcher
internal import Estate
internal import Scanner

/// Carries out several servers of a plan: so many at once, in line, and on after a failure.
struct PlanRun: Sendable {
    let request: Convert.Request
    let kit: ConversionKit
    let workspace: Workspace
    let shield: @Sendable (_ body: @Sendable () async -> Void) async -> Void
    let report: @Sendable (_ server: String) -> ProgressReport
    let events: @Sendable (Convert.Event) -> Void
    var sleep: @Sendable (Double) async throws -> Void = { try await Task.sleep(for: .seconds($0)) }
    var openSegment: WaveSegment.Open = {
        try await BootSegment.open(cards: $0, addresses: $1, seconds: $2)
    }

    private func run(of server: PlannedServer) -> ServerRun {
        ServerRun(
            server: server, request: request, kit: kit, workspace: workspace, shield: shield,
            report: report(server.server), events: events)
    }

    /// - Parameter ask: why nothing that was not begun may begin; nil: it may. Asked only where there is such a server.
    /// - Returns: what became of each, in line.
    /// - Throws: ``Failure`` before anything is begun: the journal or the scans cannot be read, a server has no window.
    func perform(
        _ servers: [PlannedServer], refusal ask: @Sendable () async throws -> Failure? = { nil }
    ) async throws -> PlanOutcome {
        var states: [String: RunState] = [:]
        for server in servers { states[server.server] = try await run(of: server).state() }
        let windows = try request.cutOver?.windows(of: servers, in: request.plan) ?? [:]
        let line = try await line(servers, windows, states)
        let before = Set(states.filter { isDoneBefore($0.value, of: servers.count) }.keys)
        let fresh = Set(states.filter { $0.value.touched.isEmpty }.keys)
        let refusal = fresh.isEmpty ? nil : try await ask()
        let barred = refusal == nil ? [] : fresh
        let desk = DispatchDesk(
            Dispatch(
                line.filter { !before.union(barred).contains($0.name) }, parallel: request.parallel,
                stopWaveAfter: request.stopWaveAfter))
        let history = OutageHistory(
            windows.isEmpty ? [] : try await kit.pastRuns(), bootSeconds: request.options.bootSeconds)
        let byName = Dictionary(servers.map { ($0.server, $0) }, uniquingKeysWith: { first, _ in first })
        let segments = segments(line.filter { !before.union(barred).contains($0.name) })
        let rows = await withTaskGroup(of: PlanOutcome.Row.self) { group in
            for name in line.map(\.name) {
                guard let server = byName[name], !before.contains(name) else { continue }
                if let refusal, barred.contains(name) {
                    group.addTask { parked(server, refusal, outage: nil) }
                } else {
                    group.addTask { await carry(server, at: desk, history, segments[name]) }
                }
            }
            return await group.reduce(into: [String: PlanOutcome.Row]()) { $0[$1.server] = $1 }
        }
        return PlanOutcome(line.map { rows[$0.name] ?? PlanOutcome.Row($0.name, .doneBefore) })
    }

    /// Takes them back one after the other, the last in line first.
    func undo(_ servers: [PlannedServer], discard: Bool) async throws -> PlanOutcome {
        let byName = Dictionary(servers.map { ($0.server, $0) }, uniquingKeysWith: { first, _ in first })
        var rows: [PlanOutcome.Row] = []
        for name in try await line(servers, [:], [:]).reversed().map(\.name) {
            guard let server = byName[name] else { continue }
            do {
                try Task.checkCancellation()
                try await run(of: server).undo(discard: discard)
                rows.append(PlanOutcome.Row(name, .takenBack))
            } catch {
                rows.append(parked(server, error, outage: nil))
            }
        }
        return PlanOutcome(rows)
    }

    /// In line, as the steps would go.
    func preview(_ servers: [PlannedServer]) async throws {
        for place in try await line(servers, [:], [:]) {
            for server in servers where server.server == place.name { try await run(of: server).preview() }
        }
    }

    private func line(
        _ servers: [PlannedServer], _ windows: [String: [CutOverWindow]], _ states: [String: RunState]
    ) async throws -> [Dispatch.Server] {
        let profiles = servers.count > 1 ? try await kit.profiles() : []
        let line = Self.line(
            servers, of: request.plan, profiles, windows: windows,
            isAway: { states[$0]?.hasServiceAway == true })
        if let words = Self.withoutOrder(line, profiles) { events(.remark(words)) }
        return line
    }

    /// Who of a wave goes first rests on who was seen to talk to whom; where that was not seen, nobody may take the line for
    /// an order. Nil where it was, or where no two go in one wave.
    static func withoutOrder(_ line: [Dispatch.Server], _ profiles: [ServerProfile]) -> String? {
        let crowded = Dictionary(grouping: line, by: \.wave).values.filter { $0.count > 1 }.flatMap { $0.map(\.name) }
        let map = DependencyMap(profiles, externals: false)
        return map.unseenWords(of: line.map(\.name).filter(crowded.contains)).map {
            "order: \($0): within a wave only what others saw of them says who goes first, else they go as the plan lists them"
        }
    }

    /// Servers of a plan in line, with the dependencies that the scans saw.
    static func line(
        _ servers: [PlannedServer], of plan: Plan, _ profiles: [ServerProfile],
        windows: [String: [CutOverWindow]] = [:], isAway: (String) -> Bool = { _ in false }
    ) -> [Dispatch.Server] {
        let order = DispatchOrder(
            servers.map(\.server), waves: plan.waves ?? [],
            talks: DependencyMap(profiles, externals: false).edges.map {
                DispatchOrder.Talk(client: $0.client, server: $0.server)
            })
        return order.servers(windows: { windows[$0] }, isAway: isAway)
    }

    /// Of each wave of two or more that is only rehearsed; a night's conversions rehearse each alone, since they do not wait for
    /// each other.
    private func segments(_ line: [Dispatch.Server]) -> [String: WaveSegment] {
        guard request.mode == .rehearse else { return [:] }
        let waves = Dictionary(grouping: line, by: \.wave).values.map { $0.map(\.name) }.filter { $0.count > 1 }
        return waves.reduce(into: [:]) { all, names in
            let segment = WaveSegment(
                names, bootSeconds: request.options.bootSeconds, open: openSegment, sleep: sleep)
            for name in names { all[name] = segment }
        }
    }

    /// Of one server alone the conversion itself says it, as it always did.
    private func isDoneBefore(_ state: RunState, of count: Int) -> Bool { count > 1 && Conversion.isDone(state) }

    private func carry(
        _ server: PlannedServer, at desk: DispatchDesk, _ history: OutageHistory, _ segment: WaveSegment?
    ) async -> PlanOutcome.Row {
        let place = DeskPlace(
            server.server, at: desk, history: history, now: workspace.now, sleep: sleep,
            word: { await word(on: server) },
            waits: { [events] in events(.waits(server: server.server, because: $0)) })
        let (run, outage) = (run(of: server), OutageWatch())
        var row = PlanOutcome.Row(server.server, request.mode == .rehearse ? .rehearsed : .done)
        do {
            do { try await place.waitToBegin() } catch { throw notBegun(server) }
            var gate = place.gate(next: next(server))
            gate.company = segment.map(place.company)
            try await run.perform(gate, outage: outage)
            row.outageSeconds = outage.seconds
        } catch {
            row = parked(server, error, outage: outage.seconds)
        }
        await segment?.leave(server.server)
        await place.ended(serves: await serves(run), failed: row.result == .parked)
        return row
    }

    /// Read again each time: an operator may have decided at another terminal.
    private func word(on server: PlannedServer) async -> OperatorsWord {
        guard let commit = request.commit else { return .silent }
        do {
            return try await CampaignDecisions(journal: kit.journal).standing(of: server)
                .word(commit, next: "p2v campaign approve FILE \(server.server)")
        } catch {
            return .hold("what the operators have decided cannot be read: \(error)")
        }
    }

    private func parked(_ server: PlannedServer, _ error: any Error, outage: Double?) -> PlanOutcome.Row {
        let failure =
            error as? Failure
            ?? Failure(
                "convert", on: server.server,
                because: error is CancellationError ? "stopped by the operator" : "\(error)", next: next(server),
                exit: error is CancellationError ? .interrupted : .error)
        events(.ended(server: server.server, failure))
        return PlanOutcome.Row(server.server, failure, outage: outage)
    }

    /// Known from the journal alone: the source's service was not stopped, or was started again, or the VM has proved itself.
    private func serves(_ run: ServerRun) async -> Bool {
        do {
            let state = try await run.state()
            return Conversion.isDone(state) || !state.touched.contains(Conversion.firstStepWithoutService)
        } catch {
            return false
        }
    }

    private func notBegun(_ server: PlannedServer) -> Failure {
        Failure(
            "begin the conversion", on: server.server, because: "stopped by the operator; nothing was changed",
            next: next(server), exit: .interrupted)
    }

    private func next(_ server: PlannedServer) -> String {
        if let goOn = request.goOn { return "go on with: \(goOn)" }
        let hours = request.cutOver == nil ? "" : " --cut-over-at …"
        return "go on with: p2v convert \(request.planName) \(server.server) --resume\(hours)"
    }
}

extension RunState {
    /// An earlier run has stopped its service, and nothing has started it again since.
    var hasServiceAway: Bool { finished.contains(Conversion.firstStepWithoutService) }
}
