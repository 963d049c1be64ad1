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

    // One reader on a bad line, or one who means harm, must not take the page from all others.
    @Test func `whoever asks slowly or reads nothing is ended, and others are answered meanwhile`() async throws {
        let server = try MetricsServer(address: "127.0.0.1", port: 0, limit: 0.4)
        let running = Task { try await server.run() }
        defer { running.cancel() }
        try await server.waitUntilListening()
        let port = try #require(await server.port)
        let whole = String(repeating: "p2v_vm_cores_busy 1\n", count: 1 << 19)
        await server.show(whole)
        let slow = try (0..<8).map { number in
            try SlowClient(port: port, number % 2 == 0 ? "GET /met" : "GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n")
        }
        await server.show("p2v_new 2\n")
        let address = try #require(URL(string: "http://127.0.0.1:\(port)/metrics"))
        #expect(String(decoding: try await URLSession.shared.data(from: address).0, as: UTF8.self) == "p2v_new 2\n")
        try await Task.sleep(for: .milliseconds(900))
        for client in slow { #expect(try client.rest() < whole.utf8.count, "it was waited for") }
    }

    @Test func `a name is no address to listen on`() {
        #expect(throws: (any Error).self) { _ = try MetricsServer(address: "localhost", port: 1) }
    }
}
