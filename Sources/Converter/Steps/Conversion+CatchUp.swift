internal import Estate
internal import DiskCopying

extension Conversion {
    /// Passes over what changed meanwhile, until little is left or it stops shrinking, and a proof of all that is there:
    /// what remains is the outage. Then the copy is started once on overlays, or judged where that is not wanted, and the copies are kept warm until the
    /// service may be stopped.
    var catchUp: Step {
        Step(
            id: "catchUp", title: "Copying what changed meanwhile",
            run: { [self] _ in
                var (answer, seconds) = try await caughtUp()
                let began = tools.seconds()
                let verdict = isRehearsed ? try await rehearse() : try await judge()
                if verdict != nil { (answer, seconds) = try await keptWarm(for: tools.seconds() - began) }
                while !options.rehearsesOnly, let pause = try await pauseBeforeCutOver(seconds) {
                    let slept = tools.seconds()
                    try await gate.pause(pause)
                    (answer, seconds) = try await keptWarm(for: tools.seconds() - slept)
                }
                let launched = tools.seconds()
                let standing = try await standBy()
                // The launch took its time, and the server went on writing.
                if standing != nil { (answer, seconds) = try await keptWarm(for: tools.seconds() - launched) }
                if let limit = options.longestOutage, seconds > limit { throw tooLong(seconds, limit) }
                let judged = [verdict?.text, standing].compactMap { $0 }.map { "; \($0)" }.joined()
                return StepNote(
                    "\(answer)\(judged); without the service, the last pass is expected to take \(Self.text(seconds)) s",
                    facts: verdict?.facts ?? RunFacts())
            })
    }

    /// A Windows guest is scanned from its disks, and nothing of it can be asked here.
    private var isRehearsed: Bool { options.rehearses && profile.windows == nil }

    /// So little does not lengthen the outage.
    private static let fewBytes: UInt64 = 4 << 20
    /// Seconds between two passes over a copy that is kept warm.
    private static let warmSeconds = 60.0

    /// - Returns: what was done, and the seconds that the last pass will take.
    private func caughtUp() async throws -> (String, Double) {
        var outage = 0.0
        let answer = try await forEachDisk { copy in
            let start = tools.seconds()
            _ = try await copy.warmPass()
            let proof = try await copy.verify()
            var (passes, before, last) = (1, UInt64.max, try await copy.warmPass())
            let seconds = tools.seconds() - start
            while last.bytesRead > Self.fewBytes, last.bytesRead < before, passes < 5 {
                before = last.bytesRead
                last = try await copy.warmPass()
                passes += 1
            }
            outage +=
                OutagePrediction(
                    written: last.bytesRead, over: seconds, copyRate: await copy.fastest,
                    readsAll: last.kind == .traced ? nil : proof.seconds
                ).seconds
            return "\(passes + 1) passes, \(last.bytesRead >> 10) KiB in the last"
        }
        return (answer, outage)
    }

    /// - Parameter seconds: that the last pass is expected to take.
    /// - Returns: the seconds to wait; nil when the service may be stopped.
    /// - Throws: ``Failure``, changes pending, when it may not in this run.
    private func pauseBeforeCutOver(_ seconds: Double) async throws -> Double? {
        switch await gate.ask(seconds) {
        case .open: return nil
        case .closed(let because, let next): throw notAdmitted(because, next)
        case .wait(let left, _):
            report(StepProgress("Keeping the copies warm until the cut-over", done: 0, total: nil, unit: .items))
            return max(0, min(Self.warmSeconds, left ?? Self.warmSeconds))
        }
    }

    /// Right before the service is stopped: what was admitted may have waited for a host or a server meanwhile.
    func checkGate() async throws {
        switch await gate.isStillOpen() {
        case .open: return
        case .closed(let because, let next): throw notAdmitted(because, next)
        case .wait(_, let because): throw notAdmitted(because, "go on with --resume")
        }
    }

    private func notAdmitted(_ because: String, _ next: String) -> Failure {
        failure("stop the service", because + "; it runs on, and the copy is kept", next, exit: .changesPending)
    }

    /// - Parameter period: seconds since the pass before.
    private func keptWarm(for period: Double) async throws -> (String, Double) {
        var outage = 0.0
        let answer = try await forEachDisk { copy in
            let start = tools.seconds()
            let pass = try await copy.warmPass()
            let took = tools.seconds() - start
            outage +=
                OutagePrediction(
                    written: pass.bytesRead, over: max(1, period), copyRate: await copy.fastest,
                    readsAll: pass.kind == .traced ? nil : took
                ).seconds
            return "kept warm, \(pass.bytesRead >> 10) KiB in the last pass"
        }
        return (answer, outage)
    }

    private func tooLong(_ seconds: Double, _ limit: Double) -> Failure {
        failure(
            "stop the service",
            "the last pass would take about \(Self.text(seconds)) s, and \(Self.text(limit)) s are allowed",
            "the service runs on and the copy is kept: run again with --resume at a quieter time, or allow more with "
                + "--max-outage", exit: .refused)
    }
}
