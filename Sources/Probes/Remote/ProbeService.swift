/// The far side of probes from another machine: `p2v probe --serve`. Speaks lines, so that ssh can carry it.
///
/// | it reads | it answers |
/// |---|---|
/// | (start) | `p2v-probe/1 ready` once the probes run |
/// | `time` | `time NANOSECONDS` of its CLOCK_MONOTONIC, at once |
/// | `stop` | every sample, then `end` |
package enum ProbeService {
    /// Serves until `stop`, or until its input ends.
    ///
    /// - Parameters:
    ///   - line: the next line of input; nil at its end. May block: not on the cooperative pool.
    ///   - say: writes one line and flushes it.
    /// - Throws: ``Failure`` when the probes cannot start.
    package static func serve(
        _ specs: [ProbeSpec], perSecond: Double, line: @escaping @Sendable () async -> String?,
        say: @Sendable (String) -> Void
    ) async throws {
        let runner = try await ProbeRunner.start(specs, perSecond: perSecond)
        say("p2v-probe/1 ready")
        while let order = await line() {
            switch order {
            case "time": say("time \(MonotonicClock.now())")
            case "stop":
                for trace in await runner.stop() { for line in trace.lines { say(line) } }
                say("end")
                return
            default: say("what?")
            }
        }
    }
}
