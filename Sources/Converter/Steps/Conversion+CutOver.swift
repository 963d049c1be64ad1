internal import DiskCopying
internal import Estate
internal import SourceControl

extension Conversion {
    /// The last pass: the service stops here and starts again only in the VM.
    var cutOver: Step {
        Step(
            id: ResumeRule.cutOver, title: "Cutting over: stopping the service, last pass, comparing digests",
            plans: { [self] facts in
                // Whatever could refuse the VM later is asked now, while the service still works.
                try await checkPool(facts)
                try await checkGate()
                return .with { $0.resume = server.cutOver.resume }
            },
            run: { [self] _ in
                let began = tools.seconds()
                let stopped = try await stopService()
                let quiet = tools.seconds()
                let equal = try await lastPasses()
                try await checkStill(stopped)
                for disk in server.disks { try await open.seal(disk.image) }
                return StepNote(
                    "\(equal); the last pass and its proof took \(Self.text(tools.seconds() - quiet)) s; service "
                        + "stopped \(Self.text(tools.seconds() - began)) s ago",
                    facts: .with { $0.stopped = stopped })
            },
            release: { [self] facts in try await startServiceAgain(facts) })
    }

    /// - Returns: what the plan's commands stopped, as the server's own list of services says.
    private func stopService() async throws -> StoppedFacts {
        let before = try await source.condition()
        try await checkGate()
        try await source.quiesce(server.cutOver.quiesce)
        let after = try await source.condition()
        guard before.bootID == after.bootID else {
            throw failure(
                "stop the service", "the server was started anew meanwhile", "look at the server, then --resume")
        }
        let units = (before.activeUnits ?? []).subtracting(after.activeUnits ?? before.activeUnits ?? [])
        return StoppedFacts(bootID: after.bootID, units: units.sorted())
    }

    private func checkStill(_ stopped: StoppedFacts) async throws {
        let now = try await source.condition()
        let isKnown = !stopped.units.isEmpty
        let view = SourceView(bootID: now.bootID, units: now.activeUnits, after: stopped)
        guard case .changed(let why) = view, isKnown || now.bootID != stopped.bootID else { return }
        throw failure(
            "keep the service stopped", why,
            "keep it stopped with the plan's quiesce commands (a watchdog may start it), then --resume")
    }

    /// Until the target equals the source and nothing was written meanwhile; where something still writes, with the
    /// file systems held still.
    private func lastPasses() async throws -> String {
        try await forEachCopy { disk, copy in
            var result = try await copy.lastPass()
            if !result.isEqual || result.writes == .seen, let hold = tools.hold(disk.device) {
                result = try await copy.lastPass(hold: hold)
            }
            let answer = try proved(result)
            await open.keep(result, of: disk.image)
            return answer
        }
    }

    private func proved(_ result: VerifyResult) throws -> String {
        guard result.isEqual, result.writes != .seen else {
            throw failure(
                "copy the last changes", "the disk still changes after the service was stopped",
                "stop what still writes: add it to the plan's quiesce commands, then --resume", exit: .unproved)
        }
        let isWatched = result.writes.excluded
        let quiet = result.writes == .held ? ", the disk held still" : ", nothing written meanwhile"
        let watched = isWatched ? quiet : "; nobody could watch whether something was written meanwhile"
        return "\(result.chunks) chunks equal\(watched)"
    }

    /// Puts the service back, with the commands of the run and not of today's plan. A cable that is out for a minute
    /// must not leave the service stopped, so it is tried for a while.
    private func startServiceAgain(_ facts: RunFacts) async throws {
        await open.closeAll()
        guard let commands = facts.resume, !commands.isEmpty else { return }
        let end = tools.seconds() + Self.releasePatience
        while true {
            do { return try await source.resume(commands) } catch {
                guard tools.seconds() < end else { throw notStarted(commands, error) }
                try await tools.sleep(5)
            }
        }
    }

    /// Seconds that a source is tried which does not answer.
    private static let releasePatience = 90.0

    private func notStarted(_ commands: [String], _ error: any Error) -> Failure {
        failure(
            "start the service again", (error as? Failure)?.because ?? "\(error)",
            "the VM is not running: log in to the source (start it, if it is off) and run: "
                + commands.joined(separator: "; "))
    }
}
