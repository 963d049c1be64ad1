import Estate
@testable import Operations
import Testing

/// If these fail, the journal forgets a run that somebody still has to resume or undo.
@Suite struct `Which records of the journal are settled` {
    private func records(_ run: String, _ lines: [(String, JournalRecord.Event)]) -> [JournalRecord] {
        lines.map { JournalRecord(run: run, step: $0.0, event: $0.1, at: Moment(seconds: 0), detail: "") }
    }

    @Test func `those of a plan that has ended, not those of one that was killed`() {
        let ended: [(String, JournalRecord.Event)] = [("plan", .started), ("a", .started), ("plan", .failed)]
        #expect(SettledRecords.count(records("balance", ended)) == 3)
        #expect(SettledRecords.count(records("evacuate/hosta", ended + [("plan", .started), ("b", .started)])) == 3)
        #expect(SettledRecords.count(records("return/hosta", [("plan", .started), ("a", .started)])) == 0)
    }

    @Test func `those of a rolling run once it went over all hosts`() {
        #expect(SettledRecords.count(records("rolling/a,b", [("a", .finished)])) == 0)
        #expect(
            SettledRecords.count(records("rolling/a,b", [("a", .finished), ("all", .finished), ("a", .finished)])) == 2)
    }

    // Undo needs the first record of a conversion, however old it is.
    @Test func `none of a conversion, and none of a kind that is not known`() {
        #expect(SettledRecords.count(records("convert/web", [("plan", .finished), ("all", .finished)])) == 0)
        #expect(SettledRecords.count(records("other", [("plan", .finished)])) == 0)
        #expect(SettledRecords.count([]) == 0)
    }
}
