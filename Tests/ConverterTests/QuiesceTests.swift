import ConversionDoubles
import Estate
import SourceControl
import Synchronization
import Testing

@testable import Converter

/// What a user loses if these fail: all that a service wrote between the last pass and the power-off.
@Suite struct `A service that nothing stops is not converted` {
    private static var silent: PlannedServer {
        var server = Scene.server
        server.cutOver.quiesce = []
        return server
    }

    private static let database = ListeningSocket(transport: "tcp", address: "*", port: 7000, process: "perl")
    private static let ssh = ListeningSocket(transport: "tcp", address: "*", port: 22, process: "sshd")

    @Test func `who listens is named, and not knowing it is no reason to go on`() async throws {
        for (sockets, words) in [
            ([Self.ssh, Self.database], "perl (tcp 7000) listens"), (nil, "who listens is not known"),
        ] {
            let scene = try Scene()
            scene.listeners.withLock { $0 = sockets }
            let failure = await #expect(throws: Failure.self) { try await scene.run(MemoryJournal(), Self.silent) }
            #expect(failure?.exit == .refused && failure?.because.contains(words) == true)
            #expect(await scene.source.asked.isEmpty && scene.files.isEmpty, "nothing is copied")
        }
    }

    @Test func `a plan can say that nothing has to stop; a server that serves nobody needs no word`() async throws {
        var said = Self.silent
        said.cutOver.quiesce = ["true"]
        for (server, sockets) in [(said, [Self.database]), (Self.silent, [Self.ssh])] {
            let scene = try Scene()
            scene.listeners.withLock { $0 = sockets }
            try await scene.run(MemoryJournal(), server)
            #expect(try await scene.vmRuns())
        }
    }
}
