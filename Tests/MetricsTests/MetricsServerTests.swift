import Foundation
import FoundationNetworking
import Metrics
import Testing

@Suite struct MetricsServerTests {
    // A monitoring that reads an old page, or none, calls nobody at night.
    @Test func `the page that was set last is answered, and nothing else`() async throws {
        // A machine behind a proxy would ask that for this machine's page.
        setenv("no_proxy", "127.0.0.1", 1)
        let server = try MetricsServer(address: "127.0.0.1", port: 0)
        let running = Task { try await server.run() }
        defer { running.cancel() }
        try await server.waitUntilListening()
        let base = "http://127.0.0.1:\(try #require(await server.port))"
        await server.show("p2v_old 1\n")
        await server.show("p2v_new 2\n")
        let (page, answer) = try await URLSession.shared.data(from: try #require(URL(string: base + "/metrics")))
        #expect(String(decoding: page, as: UTF8.self) == "p2v_new 2\n")
        #expect(
            (answer as? HTTPURLResponse)?.value(forHTTPHeaderField: "Content-Type")?.hasPrefix("text/plain") == true)
        let (_, other) = try await URLSession.shared.data(from: try #require(URL(string: base + "/secrets")))
        #expect((other as? HTTPURLResponse)?.statusCode == 404)
    }

    @Test func `a name is no address to listen on`() {
        #expect(throws: (any Error).self) { _ = try MetricsServer(address: "localhost", port: 1) }
    }
}
