import ConversionDoubles
import Dispatcher
import Estate
import Foundation
import TestSupport
import Testing

@testable import Operations

/// If these fail, a service stops that somebody has parked, or nobody can say later who let it stop.
@Suite struct `What operators decide of a server` {
    private let decisions = CampaignDecisions(journal: MemoryJournal())
    private let folder = NSTemporaryDirectory() + "p2v-decision-\(UUID().uuidString)"
    private let server = Room.server("web")

    private func decide(_ word: CampaignDecision.Word, _ who: String = "anna", because: String? = nil) async throws {
        let lease = try ServerLease(path: folder, on: "web")
        try await decisions.decide(
            word, on: server, because: because, who: who, at: Moment(seconds: 7), under: lease)
    }

    private func word(_ commit: Campaign.Commit) async throws -> OperatorsWord {
        try await decisions.standing(of: server).word(commit, next: "ask")
    }

    @Test func `is asked for where the campaign wants it, and holds until it comes`() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        #expect(try await word(.window) == .silent)
        #expect(try await word(.approved) == .hold("nobody has approved it: ask"))
        try await decide(.approved, because: "tested")
        #expect(try await word(.approved) == .silent)
        try await decide(.now)
        #expect(try await word(.approved) == .now)
    }

    @Test func `parks it against every approval, until it is released`() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await decide(.approved)
        try await decide(.parked, "bert", because: "the auditors are here")
        #expect(try await word(.window) == .close("parked by bert, 1970-01-01T00:00:07Z: the auditors are here"))
        let refused = await #expect(throws: Failure.self) { try await decide(.now) }
        #expect(refused?.exit == .refused && refused?.because.contains("bert") == true)
        try await decide(.released)
        #expect(try await word(.approved) == .silent, "it is approved as before")
        await #expect(throws: Failure.self) { try await decide(.released) }
    }

    // An approval of two disks is none of three.
    @Test func `does not count for a plan that was changed`() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await decide(.approved)
        var changed = server
        changed.memoryMiB += 1
        #expect(try await decisions.standing(of: changed).approved == nil)
        try await decide(.parked)
        #expect(try await decisions.standing(of: changed).parked != nil, "who parked it meant the server")
    }

    @Test func `is won by one of many who decide at one moment, and the others hear who it was`() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let answers = await withTaskGroup(of: Failure?.self) { group in
            for number in 0..<200 {
                group.addTask {
                    do { try await decide(.approved, "operator\(number)") } catch { return error as? Failure }
                    return nil
                }
            }
            return await group.reduce(into: [Failure?]()) { $0.append($1) }
        }
        #expect(answers.count { $0 == nil } == 1)
        #expect(
            answers.compactMap(\.self).allSatisfy {
                $0.exit == .busy || $0.because.contains("approved by operator")
            })
        let records = try await decisions.journal.records(of: CampaignDecision.run(of: "web"))
        #expect(records.count == 1)
    }

    @Test func `that cannot be read holds it`() async throws {
        let broken = CampaignDecisions(
            journal: MemoryJournal([
                JournalRecord(
                    run: CampaignDecision.run(of: "web"), step: "web", event: .progressed, at: Moment(seconds: 1),
                    detail: "{}")
            ]))
        await #expect(throws: (any Error).self) { try await broken.standing(of: server) }
    }

    @Test func `stops the run of a parked server before its service stops, and only that`() async throws {
        let room = try Room(["dns01", "web"])
        let plannedDigest = CampaignDecisions(journal: room.journal)
        let lease = try ServerLease(path: room.folder + "/web.decision", on: "web")
        try await plannedDigest.decide(
            .parked, on: Room.server("web"), because: nil, who: "bert", at: Moment(seconds: 1), under: lease)
        let outcome = try await room.run { $0.commit = .window }
        #expect(outcome.servers.map(\.result) == [.done, .pending])
        #expect(outcome.servers[1].reason?.contains("parked by bert") == true)
        #expect(await room.serves("web"))
    }
}
