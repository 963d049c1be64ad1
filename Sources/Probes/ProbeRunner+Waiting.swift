internal import Estate

extension ProbeRunner {
    /// Asks until the first answer: the proof that a service is up.
    ///
    /// - Returns: the time it took.
    /// - Throws: ``Failure`` with exit ``Exit/unproved`` when nothing answers within `limit`; `CancellationError`.
    @discardableResult
    package static func waitUntilAnswered(
        _ spec: ProbeSpec, within limit: Duration, perSecond: Double = 4
    ) async throws -> Duration {
        let clock = ContinuousClock()
        let began = clock.now
        var every = spec
        // An ordinary resolver would wait five seconds between two tries: here the first answer matters.
        if case .resolver(let name, let expected) = spec.kind { every.kind = .dns(name: name, expected: expected) }
        let runner = try await start([every], perSecond: perSecond)
        while true {
            let trace = runner.traces[0]
            if trace.answered > 0 { return clock.now - began }
            guard clock.now - began < limit else { throw unanswered(spec, trace, limit) }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    private static func unanswered(_ spec: ProbeSpec, _ trace: ProbeTrace, _ limit: Duration) -> Failure {
        let refused = trace.samples.count { $0.outcome == .refused }
        return Failure(
            "get an answer", on: spec.description,
            because:
                "\(trace.samples.count) probes in \(limit), \(refused) refused or wrong, the others without answer",
            next: "look at the console of the machine, and at the way to it", exit: .unproved)
    }
}
