internal import Estate
internal import Pool

/// Asks both hosts and does what ``SettlementRule`` says, until exactly one copy runs or a host stays silent.
struct Settlement: Sendable {
    /// How long one host has for one answer.
    static let answer: Duration = .seconds(5)
    /// Between two rounds of questions.
    static let pause: Duration = .milliseconds(200)

    let pool: any Pool
    let request: MigrationRequest
    var mayHaveSwitched: Bool
    var postCopy = false
    /// How long a silent host is waited for.
    var patience: Duration
    /// The operator says that silent hosts are off.
    var silentIsOff = false
    var news: @Sendable (MigrationNews) -> Void = { _ in }

    func settle() async -> MigrationSettled {
        let began = ContinuousClock.now
        var lastHeard = began
        var settled = MigrationSettled(
            machine: request.machine, from: request.from, to: request.to, source: .silent, destination: .silent,
            actions: [], followedSeconds: 0)
        while true {
            if await isMoving {
                lastHeard = .now
                settled.followedSeconds = (lastHeard - began) / .seconds(1)
            } else {
                async let source = standing(on: request.from)
                async let destination = standing(on: request.to)
                (settled.source, settled.destination) = (await source, await destination)
                switch rule(settled).step {
                case .done(let holder):
                    settled.holder = holder
                    return settled
                case .wait:
                    if .now - lastHeard > patience { return await givenUp(settled) }
                case let step:
                    if settled.actions.count >= 12 { return settled }
                    settled.actions.append(await act(step))
                    news(.settling(settled.actions.last ?? ""))
                    continue
                }
            }
            // A cancelled task settles too: leaving now could leave two copies.
            await Task { try? await Task.sleep(for: Self.pause) }.value
        }
    }

    private func rule(_ settled: MigrationSettled) -> SettlementRule {
        let off: (Standing) -> Standing = { silentIsOff && $0 == .silent ? .absent : $0 }
        return SettlementRule(
            from: request.from, to: request.to, source: off(settled.source), destination: off(settled.destination),
            mayHaveSwitched: mayHaveSwitched, postCopy: postCopy)
    }

    /// Nobody answered any more. With the source silent, a copy that runs on the destination is still the holder:
    /// only the source could have let it run, after its own had stopped.
    private func givenUp(_ settled: MigrationSettled) async -> MigrationSettled {
        var settled = settled
        if settled.source == .silent, settled.destination == .running { settled.holder = request.to }
        return settled
    }

    /// libvirt still works on the move: it must be left alone.
    private var isMoving: Bool {
        get async {
            await Answer.within(Self.answer) {
                try await self.pool.jobProgress(of: self.request.machine, on: self.request.from) != nil
            } ?? false
        }
    }

    private func standing(on host: String) async -> Standing {
        await Answer.within(Self.answer) {
            Standing(try await self.pool.condition(of: self.request.machine, on: host))
        } ?? .silent
    }

    /// What was done, in words; a step that fails is seen in the next round.
    private func act(_ step: SettlementRule.Step) async -> String {
        let (machine, pool) = (request.machine, pool)
        switch step {
        case .pause(let host):
            return await done("held the copy on \(host) still") { try await pool.pause(machine, on: host) }
        case .resume(let host):
            return await done("let the copy on \(host) go on") { try await pool.resume(machine, on: host) }
        case .stop(let host):
            return await done("stopped the copy on \(host)") { try await pool.powerOff(machine, on: host) }
        case .recoverPostCopy:
            return await done("took the post-copy up again") { [request] in try await pool.recoverPostCopy(request) }
        case .done, .wait: return ""
        }
    }

    private func done(_ words: String, _ body: @escaping @Sendable () async throws -> Void) async -> String {
        do {
            try await body()
            return words
        } catch {
            await Task { try? await Task.sleep(for: Self.pause) }.value
            return "could not: \(words), because \((error as? Failure)?.because ?? "\(error)")"
        }
    }
}
