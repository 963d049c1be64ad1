import ConversionDoubles
import Estate
import SourceControl
import Synchronization
import Testing

@testable import Converter

/// What a user loses if these fail: the service, in the night, for a guest of which p2v could have said before that it
/// would not start.
@Suite struct `A copy of a working server is judged before its service stops` {
    private static let broken = Concern(
        id: "boot-chain-root", severity: .critical, seen: "root=/dev/sdz1 is no name that exists", matters: "no start",
        advice: "name it by UUID=")
    private static let torn = Failure("open the copy", on: "a.raw", because: "the journal is torn", next: "copy again")

    private static var server: PlannedServer {
        var server = Scene.server
        server.guest = .paravirtual
        return server
    }

    @Test func `a start that is not proved refuses before anything is stopped`() async throws {
        let (scene, journal) = (try Scene(), MemoryJournal())
        scene.verdicts.withLock { $0 = [.success([Self.broken])] }
        let failure = await #expect(throws: Failure.self) { try await scene.run(journal, Self.server) }
        #expect(failure?.exit == .unproved)
        #expect(failure?.because.contains("root=/dev/sdz1") == true)
        #expect(failure?.next.contains("UUID=") == true && failure?.next.contains("--resume") == true)
        #expect(await scene.source.asked.isEmpty, "no outage for a guest that does not start")
        #expect(await scene.serves())
        #expect(scene.files.contains(Scene.image + ".part"), "the copy is kept")
    }

    @Test func `what is put right is judged again, and the conversion goes on`() async throws {
        let (scene, journal) = (try Scene(), MemoryJournal())
        scene.verdicts.withLock { $0 = [.success([Self.broken]), .success([])] }
        await #expect(throws: Failure.self) { try await scene.run(journal, Self.server) }
        try await scene.run(journal, Self.server, resume: true)
        #expect(scene.trace.lines == ["judge", "judge"])
        #expect(try await scene.vmRuns())
        #expect(scene.imageBytes == scene.disk.bytes)
    }

    @Test func `a concern that is a warning stops nothing`() async throws {
        let (scene, journal) = (try Scene(), MemoryJournal())
        var warning = Self.broken
        warning.severity = .warning
        scene.verdicts.withLock { [warning] in $0 = [.success([warning])] }
        try await scene.run(journal, Self.server)
        #expect(try await scene.vmRuns())
    }

    /// The disk was written while it was copied: the next pass may bring a whole one.
    @Test func `a torn copy is looked at again after another pass`() async throws {
        let (scene, journal) = (try Scene(), MemoryJournal())
        scene.verdicts.withLock { $0 = [.failure(Self.torn), .failure(Self.torn), .success([])] }
        try await scene.run(journal, Self.server)
        #expect(scene.trace.lines == ["judge", "judge", "judge"])
        #expect(try await scene.vmRuns())
    }

    @Test func `a copy that nobody can read refuses, and says why and what to do`() async throws {
        let (scene, journal) = (try Scene(), MemoryJournal())
        scene.verdicts.withLock { $0 = [.failure(Self.torn)] }
        let failure = await #expect(throws: Failure.self) { try await scene.run(journal, Self.server) }
        #expect(failure?.exit == .refused)
        #expect(failure?.because == "the journal is torn")
        #expect(failure?.next.contains("--unjudged") == true)
        #expect(await scene.source.asked.isEmpty)
    }

    @Test func `an operator may accept what nobody can say, and not what is known to be broken`() async throws {
        let (scene, journal) = (try Scene(), MemoryJournal())
        scene.verdicts.withLock { $0 = [.failure(Self.torn)] }
        try await scene.run(journal, Self.server, unjudged: true)
        #expect(try await scene.vmRuns())

        let (other, otherJournal) = (try Scene(), MemoryJournal())
        other.verdicts.withLock { $0 = [.success([Self.broken])] }
        await #expect(throws: Failure.self) { try await other.run(otherJournal, Self.server, unjudged: true) }
        #expect(await other.source.asked.isEmpty)
    }

    @Test func `a guest that is left as it is is not judged`() async throws {
        let (scene, journal) = (try Scene(), MemoryJournal())
        scene.verdicts.withLock { $0 = [.success([Self.broken])] }
        try await scene.run(journal)
        #expect(scene.trace.lines.isEmpty)
    }

    @Test func `what was written while it was judged is copied before the service stops`() async throws {
        let (scene, journal) = (try Scene(), MemoryJournal())
        try await scene.run(journal, Self.server) { steps in
            let cutOver = steps.firstIndex { $0.id == "cutOver" }!
            let inner = steps[cutOver].run
            steps[cutOver].run = { facts in
                scene.trace.add("cut over")
                return try await inner(facts)
            }
        }
        #expect(scene.trace.lines == ["judge", "cut over"])
        let note = scene.events.withLock { events in
            events.compactMap { if case .finished(3, _, _, _, let detail) = $0 { detail } else { nil } }.first
        }
        #expect(note?.contains("kept warm") == true && note?.contains("test would start") == true)
    }
}
