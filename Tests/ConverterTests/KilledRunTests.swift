import ConversionDoubles
import Estate
import SourceControl
import Testing

@testable import Converter

/// The process ends between any two records, and a person goes on the next morning.
@Suite struct `A run that was killed` {
    static let faults = (1...22).flatMap { [MemoryJournal.Fault.killedBefore($0), .killedAfter($0)] }

    @Test(arguments: faults) func `goes on, and no write is lost`(fault: MemoryJournal.Fault) async throws {
        let (scene, journal) = (try Scene(), MemoryJournal(fault: fault))
        try #require(try await scene.runKilled(journal))
        if await scene.serves() { scene.disk.write(99, at: 4096) }
        let after = MemoryJournal(await journal.all)
        try await goOn(scene, after)
        #expect(try await scene.vmRuns())
        #expect(await !scene.source.isOn)
        #expect(!scene.haveMet)
        #expect(scene.imageBytes == scene.disk.bytes)
    }

    /// At night a colleague saw that the service was down, and started it.
    @Test(arguments: faults) func `goes on after the service was started by hand`(fault: MemoryJournal.Fault)
        async throws
    {
        let (scene, journal) = (try Scene(), MemoryJournal(fault: fault))
        try #require(try await scene.runKilled(journal))
        if await scene.source.isOn {
            try await scene.source.resume(["systemctl start named"])
            scene.disk.write(77, at: 30_000)
        }
        try await goOn(scene, MemoryJournal(await journal.all))
        #expect(try await scene.vmRuns())
        #expect(await !scene.source.isOn)
        #expect(scene.imageBytes == scene.disk.bytes, "what the service wrote since is in the VM")
    }

    /// Power came back: same service stopped by chance, another boot.
    @Test(arguments: faults) func `goes on after the source was started anew`(fault: MemoryJournal.Fault) async throws {
        let (scene, journal) = (try Scene(), MemoryJournal(fault: fault))
        try #require(try await scene.runKilled(journal))
        if await scene.source.isOn {
            await scene.source.start()
            scene.disk.write(55, at: 70_000)
        }
        try await goOn(scene, MemoryJournal(await journal.all))
        #expect(!scene.haveMet)
        #expect(scene.imageBytes == scene.disk.bytes)
    }

    @Test(arguments: faults) func `is taken back whole, or not at all`(fault: MemoryJournal.Fault) async throws {
        let (scene, journal) = (try Scene(), MemoryJournal(fault: fault))
        try #require(try await scene.runKilled(journal))
        let after = MemoryJournal(await journal.all)
        do {
            try await scene.undo(after)
        } catch let failure as Failure {
            // The source is off. Either the journal knows it, and the VM may have the newest data …
            try #require(await !scene.source.isOn)
            if failure.exit == .refused { return #expect(scene.imageBytes == scene.disk.bytes) }
            // … or it was told to power off and the VM was never started.
            #expect(try await !scene.vmRuns())
            await scene.source.start()
            try await scene.undo(after)
        }
        #expect(try await scene.machines().isEmpty)
        #expect(scene.files.isEmpty, "\(scene.files)")
        let touched = await scene.source.asked.contains("systemctl stop named")
        let serves = await scene.serves()
        #expect(!touched || serves)
    }

    /// As a person does: resume, and where that is refused since the source is off, go and look at it.
    private func goOn(_ scene: Scene, _ journal: MemoryJournal) async throws {
        do {
            try await scene.run(journal, resume: await journal.all.isEmpty == false)
        } catch let failure as Failure {
            if failure.because.contains("already finished") { return }
            try #require(failure.next.contains("--source-is-off"), "\(failure)")
            try #require(await !scene.source.isOn)
            try await scene.run(journal, resume: true, stated: true)
            #expect(await journal.all.contains { $0.step == "operator" && $0.detail.contains("anna") })
        }
    }
}
