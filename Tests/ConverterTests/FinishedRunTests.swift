import Estate
import SourceControl
import Testing

@testable import Converter

/// If these fail, a `--resume` too many stops the service once more and throws away what the VM has written.
@Suite struct `A run that has finished with the source left on` {
    @Test(arguments: ["rebooted", "away", "as it was"]) func `is not done again`(source state: String) async throws {
        let (scene, journal) = (try Scene(), MemoryJournal())
        var server = Scene.server
        server.proof = []
        try await scene.run(journal, server, keepSource: true)
        try #require(try await scene.vmRuns())
        switch state {
        case "rebooted": await scene.source.start()
        case "away": await scene.source.change { $0.isReachable = false }
        default: break
        }
        let (asked, records) = (await scene.source.asked, await journal.all.count)
        try await scene.run(journal, server, resume: true, keepSource: true)
        #expect(try await scene.vmRuns())
        #expect(await scene.source.asked == asked)
        #expect(await journal.all.count == records)
    }
}
