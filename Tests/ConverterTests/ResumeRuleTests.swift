import Estate
import SourceControl
import Testing

@testable import Converter

/// If these fail, a resume builds on a service that has worked since.
@Suite struct `Where a resumed run goes on` {
    private let stopped = StoppedFacts(bootID: "b", units: ["named.service"])

    @Test func `needs the same boot and a service that is known to be stopped`() {
        #expect(SourceView(bootID: "b", units: ["ssh.service"], after: stopped) == .asLeft)
        for (boot, units) in [("c", []), ("b", ["named.service"]), ("b", nil)] as [(String, Set<String>?)] {
            guard case .changed = SourceView(bootID: boot, units: units, after: stopped) else {
                return #expect(Bool(false), "\(boot) \(String(describing: units)) proves nothing")
            }
        }
        let unnamed = StoppedFacts(bootID: "b", units: [])
        guard case .changed = SourceView(bootID: "b", units: [], after: unnamed) else {
            return #expect(Bool(false), "nothing was seen to stop, so nothing can be seen to be stopped")
        }
    }

    @Test func `is nowhere when the source cannot be asked, unless the operator vouches for it`() throws {
        let state = RunState([finished("catchUp"), finished("cutOver")])
        let failure = #expect(throws: Failure.self) { try ResumeRule.point(state, .unknown("silent"), on: "x") }
        #expect(failure?.exit == .refused)
        var stated = state
        stated.apply(
            record(
                RunState.operatorStep, .progressed,
                .with { $0.statement = StatementFacts(who: "anna", at: Moment(seconds: 0), says: "off") }))
        #expect(try ResumeRule.point(stated, .unknown("silent"), on: "x") == .goOn)
        guard case .goBack = try ResumeRule.point(stated, .changed("rebooted"), on: "x") else {
            return #expect(Bool(false), "what is seen counts more than what is said")
        }
    }

    @Test func `forgets what the operator said when the service is stopped anew`() {
        var state = RunState([finished("cutOver")])
        state.apply(
            record(
                RunState.operatorStep, .progressed,
                .with { $0.statement = StatementFacts(who: "anna", at: Moment(seconds: 0), says: "off") }))
        #expect(state.facts.statement != nil)
        state.apply(record("cutOver", .started, RunFacts()))
        #expect(state.facts.statement == nil)
    }

    @Test func `is a warm copy before the service is stopped once more`() throws {
        let state = RunState([finished("copy"), finished("catchUp")])
        guard case .goBack("catchUp", _) = try ResumeRule.point(state, nil, on: "x") else {
            return #expect(Bool(false), "a cold last pass is a long outage")
        }
    }

    private func finished(_ step: String) -> JournalRecord { record(step, .finished, RunFacts()) }

    private func record(_ step: String, _ event: JournalRecord.Event, _ facts: RunFacts) -> JournalRecord {
        JournalRecord(
            run: "x", step: step, event: event, at: Moment(seconds: 0),
            detail: (try? StepNote("", facts: facts).detail()) ?? "")
    }
}

/// If these fail, a server that was never converted is reported as a VM that works.
@Suite struct `Who gave the proof` {
    private var facts: RunFacts {
        .with {
            $0.stopped = StoppedFacts(bootID: "source", units: [])
            $0.power = .provedOff
            $0.answeredBefore = []
        }
    }

    @Test func `is the VM when it says so itself`() {
        let said = SourceCondition(bootID: "vm", mark: "1")
        #expect(isMachine(said, facts, answers: true))
        #expect(
            isMachine(
                said,
                .with {
                    $0.stopped = facts.stopped; $0.power = .leftOn
                }, answers: true))
    }

    @Test func `is the VM when the source is off and nobody had answered before`() {
        #expect(isMachine(nil, facts, answers: true))
    }

    @Test func `is nobody when the source could have given it`() {
        #expect(!isMachine(SourceCondition(bootID: "source", mark: "1"), facts, answers: true))
        for change in [
            { $0.power = .statedOff }, { $0.power = .leftOn }, { $0.answeredBefore = ["ping:x"] },
            { $0.answeredBefore = nil },
        ] as [(inout RunFacts) -> Void] {
            var other = facts
            change(&other)
            #expect(!isMachine(nil, other, answers: true), "\(other)")
        }
        #expect(!isMachine(nil, facts, answers: false))
    }

    /// The source was a VM once, and has the note of an older adaptation.
    @Test func `is nobody when the mark is one that the source has as well`() {
        var other = facts
        other.power = .leftOn
        other.source = SourceFacts(address: "x", ways: [], mark: "1")
        #expect(!isMachine(SourceCondition(bootID: "rebooted", mark: "1"), other, answers: true))
    }

    private func isMachine(_ said: SourceCondition?, _ facts: RunFacts, answers: Bool) -> Bool {
        if case .machine = ProofOrigin(speaker: said, facts: facts, hasAnswers: answers) { true } else { false }
    }
}
