import ConversionDoubles
import Estate
import SourceControl
import Testing

@testable import Converter

/// If these fail, one `--source-is-off` too many leaves a run that can neither go on nor be understood.
@Suite struct `What the operator says of the source` {
    /// The copy was cut while the service worked: there is nothing yet to vouch for.
    @Test func `is not kept when it is refused`() async throws {
        let (scene, cut) = (try Scene(), MemoryJournal(fault: .killedAfter(3)))
        try #require(try await scene.runKilled(cut))
        let journal = MemoryJournal(await cut.all)
        let failure = await #expect(throws: Failure.self) { try await scene.run(journal, resume: true, stated: true) }
        #expect(failure?.exit == .refused)
        #expect(await !journal.all.contains { $0.step == "operator" })
        try await scene.run(journal, resume: true)
        #expect(try await scene.vmRuns())
        #expect(scene.imageBytes == scene.disk.bytes)
    }

    @Test func `is forgotten when the service was started again on the source`() async throws {
        let (scene, cut) = (try Scene(), MemoryJournal(fault: .killedAfter(8)))
        try #require(try await scene.runKilled(cut))
        let journal = MemoryJournal(await cut.all)
        await #expect(throws: Failure.self) {
            try await scene.run(journal, resume: true, stated: true) { steps in
                let define = steps.firstIndex { $0.id == "define" }!
                steps[define].run = { _ in
                    throw Failure("define", on: "hosta", because: "told to fail", next: "nothing")
                }
            }
        }
        try #require(await scene.serves())
        scene.disk.write(88, at: 9000)
        try await scene.run(journal, resume: true)
        #expect(try await scene.vmRuns())
        #expect(scene.imageBytes == scene.disk.bytes, "what the service wrote since is in the VM")
    }
}
