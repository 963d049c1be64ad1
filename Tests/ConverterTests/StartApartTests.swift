import ConversionDoubles
import Estate
import Foundation
import Pool
import SourceControl
import Testing

@testable import Converter

/// Its start-up and the proof that the source is off run side by side. Nobody may hear of it before that proof.
@Suite struct `A VM that starts before its source is off` {
    @Test func `runs without links until then`() async throws {
        let (scene, journal) = (try Scene(), MemoryJournal())
        try await scene.run(journal) { Self.look(at: scene, &$0) }
        #expect(scene.trace.lines == ["the VM runs: true, answers: false"])
        #expect(scene.links.lines == ["down, source on", "up, source off"])
        #expect(try await scene.pool.isOnTheWire(uuid: Scene.uuid))
    }

    @Test func `is stopped, never heard of, when the source stays on`() async throws {
        let (scene, journal) = (try Scene(), MemoryJournal())
        await scene.source.change { $0.obeys = false }
        await #expect(throws: Failure.self) { try await scene.run(journal) }
        #expect(try await scene.machines().isEmpty)
        #expect(scene.links.lines == ["down, source on"])
        #expect(await scene.serves())
        // The next night: what the first start wrote to the image is copied over.
        await scene.source.change { $0.obeys = true }
        scene.disk.write(42, at: 5000)
        try await scene.run(journal, resume: true)
        #expect(scene.imageBytes == scene.disk.bytes)
        #expect(!scene.haveMet)
    }

    /// Its links are not known, so it is not known to be cut off.
    @Test func `does not go on running when its links are up`() async throws {
        let (scene, journal) = (try Scene(), MemoryJournal(fault: .killedBefore(16)))
        try #require(try await scene.runKilled(journal))
        try #require(try await scene.vmRuns())
        let pool = try #require(scene.pool as? SimulatedPool)
        try await pool.setLinks(up: true, ofUUID: Scene.uuid, on: "hosta")
        scene.links.clear()
        try await scene.run(MemoryJournal(await journal.all), resume: true) { Self.look(at: scene, &$0) }
        #expect(scene.trace.lines == ["the VM runs: true, answers: false"])
        #expect(scene.links.lines == ["down, source on", "up, source off"])
    }

    @Test func `says that its image is changed by its start`() async throws {
        let (scene, journal) = (try Scene(), MemoryJournal())
        try await scene.run(journal)
        let manifest = try String(contentsOfFile: scene.folder + "/\(Scene.image).manifest.json", encoding: .utf8)
        #expect(manifest.contains("the VM's start on hosta"))
    }

    // MARK: Not before

    @Test func `waits for the proof when the plan says so, and where the pool keeps no links down`() async throws {
        var server = Scene.server
        server.cutOver.startApart = false
        for (pool, server, because) in [
            (SimulatedPool(hosts: [Scene.host]), server, "the plan says so"),
            (SimulatedPool(hosts: [Scene.host], without: .links), Scene.server, "the pool cannot keep"),
        ] {
            let (scene, journal) = (try Scene(pool: pool), MemoryJournal())
            try await scene.run(journal, server) { Self.look(at: scene, &$0) }
            #expect(scene.trace.lines == ["the VM runs: false, answers: false"])
            #expect(await journal.all.contains { $0.step == "startApart" && $0.detail.contains(because) })
            #expect(try await scene.pool.isOnTheWire(uuid: Scene.uuid))
        }
    }

    /// A run of a version that had no such step, killed when its source was off.
    @Test func `is no reason to power the source off again`() async throws {
        let (scene, journal) = (try Scene(), MemoryJournal(fault: .killedAfter(18)))
        try #require(try await scene.runKilled(journal))
        try await scene.pool.powerOff(uuid: Scene.uuid, on: "hosta")
        let records = await journal.all.filter { $0.step != "startApart" }
        try await scene.run(MemoryJournal(records), resume: true)
        #expect(await scene.source.asked.filter { $0 == "power off" }.count == 1)
        #expect(try await scene.pool.isOnTheWire(uuid: Scene.uuid))
    }

    private static func look(at scene: Scene, _ steps: inout [Step]) {
        let step = steps.firstIndex { $0.id == "switchSourceOff" }!
        let inner = steps[step].run
        steps[step].run = { facts in
            let (runs, answers) = (try await scene.vmRuns(), try await scene.pool.isOnTheWire(uuid: Scene.uuid))
            scene.trace.add("the VM runs: \(runs), answers: \(answers)")
            return try await inner(facts)
        }
    }
}
