import Balancer
import Estate
import Foundation
import Pool
import Store
import Testing

@testable import Operations

/// A VM that `return` forgets stays on a host that was to hold it for an hour, and nobody asks for it again.
@Suite struct `Bringing back what an evacuation moved` {
    private func evacuate(_ scene: PoolScene, dryRun: Bool = false, _ workspace: Workspace? = nil) throws -> Evacuate {
        var request = Evacuate.Request(scene.terms, host: "a")
        request.dryRun = dryRun
        return try Evacuate(request, in: workspace ?? scene.workspace, pool: scene.pool) { _ in }
    }

    @Test func `is refused, with the host closed, while a line of the journal cannot be read`() async throws {
        let scene = try await PoolScene()
        defer { scene.scene.end() }
        _ = try await evacuate(scene).empty()
        try await scene.workspace.openStore().append(
            JournalRecord(
                run: "evacuate/a", step: "{\"machine\":\"v2\"}", event: .started, at: Moment(seconds: 1), detail: ""))
        let failure = await #expect(throws: Failure.self) { _ = try await evacuate(scene).bringBack() }
        #expect(failure?.exit == .refused && failure?.because.contains("{\"machine\":\"v2\"}") == true)
        #expect(try await scene.scene.ledger().closedHosts() == ["a"])
        // The way out that it names: the pool itself remembers.
        _ = try await evacuate(scene, scene.scene.workspace("bert")).bringBack()
        #expect(await scene.pool.machines().map(\.host) == ["a"])
    }

    @Test func `is not "nothing to do" for who cannot read what was moved`() async throws {
        let scene = try await PoolScene(hasPlace: false)
        defer { scene.scene.end() }
        let failure = await #expect(throws: Failure.self) { _ = try await evacuate(scene, dryRun: true).bringBack() }
        #expect(failure?.exit == .unproved && failure?.because.contains("is not known") == true)
    }
}
