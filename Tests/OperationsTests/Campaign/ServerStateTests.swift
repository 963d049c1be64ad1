import Estate
import Foundation
import Testing

@testable import Converter
@testable import Operations

/// If these fail, an operator who looks from elsewhere takes a server for done that is not, or misses one whose service is away.
@Suite struct `How far a server is` {
    private static let steps = [
        "prepare", "copy", "catchUp", "cutOver", "adapt", "publish", "define", "switchSourceOff", "boot", "prove",
    ]

    /// A whole run, seen after each of its records, while a p2v works on it and when that was killed.
    @Test func `is seen after each record of its run`() throws {
        let all = try Self.steps.flatMap { [try record($0, .started), try record($0, .finished)] }
        for count in 1...all.count {
            let records = Array(all.prefix(count))
            let works = ServerState(records, isHeld: true).state
            let rests = ServerState(records, isHeld: false).state
            switch count {
            case all.count: #expect(works == .done && rests == .done)
            case 7...: #expect(works == .cuttingOver && rests == .away, "\(count)")
            case 4...6: #expect(works == .warm && rests == .parked, "\(count)")
            default: #expect(works == .copying && rests == .parked, "\(count)")
            }
        }
    }

    @Test func `is planned before, parked with its reason after a failure, and taken back after an undo`() throws {
        #expect(ServerState([], isHeld: false).state == .planned)
        let failed = [try record("copy", .started), try record("copy", .failed, "no route to host")]
        let parked = ServerState(failed, isHeld: false)
        #expect(parked.state == .parked && parked.reason == "no route to host")
        let undone = ServerState(failed + [try record("copy", .undone)], isHeld: false)
        #expect(undone.state == .takenBack)
        #expect(ServerState([try record("copy", .started)], isHeld: false).reason == "its run ended without a word")
    }

    @Test func `is rehearsed, with when and what was seen, until more is done`() throws {
        let facts = RunFacts.with { $0.rehearsed = RehearsalFacts(at: Moment(seconds: 9), seen: "it has started here") }
        let note = try StepNote("x", facts: facts).detail()
        let done = JournalRecord(
            run: "convert/x", step: "catchUp", event: .finished, at: Moment(seconds: 10), detail: note)
        let seen = ServerState([try record("copy", .finished), done], isHeld: false)
        #expect(seen.state == .rehearsed && seen.since == Moment(seconds: 9) && seen.reason == "it has started here")
        let later = [done, try record("cutOver", .started), try record("cutOver", .finished)]
        #expect(ServerState(later, isHeld: false).state == .away)
    }

    // The service was started again on the source: it is no outage any more.
    @Test func `is parked, and not away, when its service was put back`() throws {
        let records = [
            try record("copy", .finished), try record("cutOver", .started), try record("cutOver", .failed, "torn"),
            try record("cutOver", .undone),
        ]
        let state = ServerState(records, isHeld: false)
        #expect(state.state == .parked && state.reason == "torn")
    }

    @Test func `is known to be worked on while its lease is held, and not a moment longer`() throws {
        let path = NSTemporaryDirectory() + "p2v-lease-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect(try !ServerLease.isHeld(path: path, on: "dns01"))
        var lease: ServerLease? = try ServerLease(path: path, on: "dns01")
        withExtendedLifetime(lease) {}
        #expect(try ServerLease.isHeld(path: path, on: "dns01"))
        lease = nil
        #expect(lease == nil)
        #expect(try !ServerLease.isHeld(path: path, on: "dns01"))
    }

    private func record(_ step: String, _ event: JournalRecord.Event, _ text: String = "") throws -> JournalRecord {
        JournalRecord(
            run: "convert/x", step: step, event: event, at: Moment(seconds: 1), detail: try StepNote(text).detail())
    }
}
