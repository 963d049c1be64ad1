import Estate
import Testing

@testable import Converter
@testable import Operations

/// If these fail, the last service of a night comes back after the end of its window.
@Suite struct `How long a service may be away` {
    @Test func `is what the boot may take and five minutes, while nothing was converted yet`() {
        #expect(OutageHistory([], bootSeconds: 600).outage(lastPass: 10) == 910)
    }

    @Test func `is the slow one of twenty, and the last pass`() {
        let runs = (1...20).map { run(outage: Double($0) * 10) }
        #expect(OutageHistory(runs, bootSeconds: 600).outage(lastPass: 5) == 195)
        #expect(OutageHistory(Array(runs.prefix(3)), bootSeconds: 600).outage(lastPass: 5) == 35)
    }

    // A night between the cut-over and the proof is no outage that goes well; a source left on was not waited for.
    @Test func `is not taken from a run that failed on its way, has not ended, or left its source on`() {
        var failed = run(outage: 10)
        failed.insert(record("boot", .failed, 5), at: 2)
        let unended = Array(run(outage: 10).dropLast())
        let kept = run(outage: 10, power: .leftOn)
        #expect(OutageHistory([failed, unended, kept], bootSeconds: 600).seconds.isEmpty)
    }

    private func run(outage: Double, power: PowerFacts = .provedOff) -> [JournalRecord] {
        let off = (try? StepNote("off", facts: .with { $0.power = power }).detail()) ?? ""
        return [
            record("catchUp", .finished, 0), record("cutOver", .started, 1), record("cutOver", .finished, 2),
            record("switchSourceOff", .started, 2), record("switchSourceOff", .finished, 3, off),
            record("prove", .started, 3), record("prove", .finished, 1 + outage),
        ]
    }

    private func record(
        _ step: String, _ event: JournalRecord.Event, _ at: Double, _ detail: String = "{}"
    ) -> JournalRecord {
        JournalRecord(run: "convert/x", step: step, event: event, at: Moment(seconds: at), detail: detail)
    }
}
