import Estate
import Testing

@testable import Backup

@Suite struct ProofChoiceTests {
    private static let day = 86_400.0
    private let now = Moment(seconds: 100 * day)

    /// Proved, and tried, so many days ago.
    private func vm(_ name: String, proved: Double?, tried: Double?) -> ProofChoice.Candidate {
        .init(
            vm: name, uuid: name, proved: proved.map { Moment(seconds: now.seconds - $0 * Self.day) },
            tried: tried.map { Moment(seconds: now.seconds - $0 * Self.day) })
    }

    private func chosen(
        _ choice: ProofChoice, _ all: [ProofChoice.Candidate]
    ) -> (chosen: [String], left: [String]) {
        let (chosen, left) = choice.chosen(from: all, now: now)
        return (chosen.map(\.vm), left.map(\.vm))
    }

    @Test func `a share is rounded up, and those that were never tried come first`() {
        let all = [vm("a", proved: 1, tried: 1), vm("b", proved: 9, tried: 9), vm("c", proved: nil, tried: nil)]
        #expect(chosen(.init(share: 0.1), all).chosen == ["c"])
        #expect(chosen(.init(share: 0.5), all).chosen == ["c", "b"])
        #expect(chosen(.init(atMost: 2), all).chosen == ["c", "b"])
        #expect(chosen(.init(share: 0), all).chosen == [])
    }

    /// One that is broken for good would else be all that is ever tried.
    @Test func `a VM that fails each time does not keep the others from their turn`() {
        let all = [vm("broken", proved: nil, tried: 1), vm("a", proved: 3, tried: 3), vm("b", proved: 2, tried: 2)]
        #expect(chosen(.init(atMost: 1), all).chosen == ["a"])
    }

    @Test func `none is older than it may be, whatever the share`() {
        let all = [
            vm("old", proved: 31, tried: 31), vm("never", proved: nil, tried: nil), vm("failed", proved: nil, tried: 1),
            vm("new", proved: 2, tried: 2),
        ]
        #expect(chosen(.init(share: 0.1, everyDays: 30), all).chosen == ["never", "old", "failed"])
        #expect(chosen(.init(everyDays: 40), all).chosen == ["never", "failed"])
    }

    @Test func `who is overdue and left is named`() {
        let all = [
            vm("old", proved: 31, tried: 31), vm("older", proved: 40, tried: 40), vm("new", proved: 2, tried: 2),
        ]
        let choice = ProofChoice(share: 1, atMost: 1, everyDays: 30)
        #expect(chosen(choice, all) == (["older"], ["old"]))
    }
}
