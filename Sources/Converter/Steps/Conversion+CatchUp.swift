internal import Estate
internal import DiskCopying

extension Conversion {
    /// Passes over what changed meanwhile, until little is left or it stops shrinking, and a proof of all that is there:
    /// what remains is the outage. Then it is judged whether the copy would start, and where a time was given, the copies
    /// are kept warm until it has come.
    var catchUp: Step {
        Step(
            id: "catchUp", title: "Copying what changed meanwhile",
            run: { [self] _ in
                var (answer, seconds) = try await caughtUp()
                let began = tools.seconds()
                let verdict = try await judge()
                if verdict != nil { (answer, seconds) = try await keptWarm(for: tools.seconds() - began) }
                while let moment = options.cutOverAt, moment.seconds > tools.now().seconds {
                    try await waitWarm(until: moment)
                    (answer, seconds) = try await keptWarm(for: Self.warmSeconds)
                }
                if let limit = options.longestOutage, seconds > limit { throw tooLong(seconds, limit) }
                let judged = verdict.map { "; \($0.text)" } ?? ""
                return StepNote(
                    "\(answer)\(judged); without the service, the last pass is expected to take \(Self.text(seconds)) s",
                    facts: verdict?.facts ?? RunFacts())
            })
    }

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

    private func waitWarm(until moment: Moment) async throws {
        let left = moment.seconds - tools.now().seconds
        report(StepProgress("Keeping the copies warm until the cut-over", done: 0, total: nil, unit: .items))
        try await tools.sleep(max(0, min(Self.warmSeconds, left)))
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
