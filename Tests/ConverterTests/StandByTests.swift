import ConversionDoubles
import Estate
import Synchronization
import Testing

@testable import Converter

/// What a user loses if these fail: ten and more seconds of outage for each server; or the conversion itself, for an
/// appliance that was only there to save them.
@Suite struct `An appliance stands by before the service stops` {
    private static var server: PlannedServer {
        var server = Scene.server
        server.guest = .paravirtual
        return server
    }

    private func notes(_ scene: Scene) -> String {
        scene.events.withLock { events in
            events.compactMap { if case .finished(_, _, _, _, let detail) = $0 { detail } else { nil } }
                .joined(separator: "\n")
        }
    }

    @Test func `it adapts, and no other one is launched`() async throws {
        let (scene, standing) = (try Scene(), StandingDouble())
        scene.standing.withLock { $0 = .success(standing) }
        try await scene.run(MemoryJournal(), Self.server)
        #expect(standing.asked.withLock { $0 } == ["adapt"])
        #expect(notes(scene).contains("an appliance stands by") && notes(scene).contains("kept warm"))
        #expect(notes(scene).contains("by the one that stood by: 1 change(s)"))
        #expect(!scene.trace.lines.contains("adapt"))
    }

    @Test func `one that is not fit any more is replaced, and the service comes back as a VM`() async throws {
        let scene = try Scene()
        scene.standing.withLock { $0 = .success(StandingDouble(isFit: false)) }
        try await scene.run(MemoryJournal(), Self.server)
        #expect(scene.trace.lines.contains("adapt"))
        #expect(try await scene.vmRuns())
    }

    @Test func `one that cannot be launched is said, and stops nothing`() async throws {
        let scene = try Scene()
        scene.standing.withLock { $0 = .failure(Failure("launch", on: "x", because: "no memory", next: "look")) }
        try await scene.run(MemoryJournal(), Self.server)
        #expect(notes(scene).contains("no appliance stands by") && notes(scene).contains("no memory"))
        #expect(scene.trace.lines.contains("adapt"))
    }

    @Test func `what its adaptation refuses is refused, and it is dismissed`() async throws {
        let scene = try Scene()
        let refusal = Failure("adapt", on: "x", because: "a file system is damaged", next: "look", exit: .refused)
        scene.standing.withLock { $0 = .success(StandingDouble(failure: refusal)) }
        let failure = await #expect(throws: Failure.self) { try await scene.run(MemoryJournal(), Self.server) }
        #expect(failure?.because == "a file system is damaged")
        #expect(
            !scene.trace.lines.contains("adapt"), "nothing is tried a second time on a guest that may be half changed")
        #expect(await scene.serves())
    }

    @Test func `it goes when the service is not stopped after all`() async throws {
        let (scene, standing) = (try Scene(), StandingDouble())
        scene.standing.withLock { $0 = .success(standing) }
        _ = await #expect(throws: (any Error).self) {
            try await scene.run(MemoryJournal(), Self.server) { steps in
                let step = steps.firstIndex { $0.id == "cutOver" }!
                steps[step].run = { _ in throw CancellationError() }
            }
        }
        #expect(standing.asked.withLock { $0 } == ["dismiss"])
    }

    @Test func `none is launched where the plan says so, or the copy is left as it is`() async throws {
        var server = Self.server
        server.cutOver.standBy = false
        for server in [server, Scene.server] {
            let (scene, standing) = (try Scene(), StandingDouble())
            scene.standing.withLock { $0 = .success(standing) }
            try await scene.run(MemoryJournal(), server)
            #expect(standing.asked.withLock { $0 } == [] && !notes(scene).contains("stands by"))
        }
    }
}
