import Foundation
import FoundationNetworking
import Serving
import Testing

@Suite struct PageServerTests {
    // A monitoring that reads an old page, or none, calls nobody at night.
    @Test func `the page that was set last is answered, and nothing else`() async throws {
        // A machine behind a proxy would ask that for this machine's page.
        setenv("no_proxy", "127.0.0.1", 1)
        let page = MetricsPage()
        let server = try PageServer(address: "127.0.0.1", port: 0) { await page.answer($0) }
        let running = Task { try await server.run() }
        defer { running.cancel() }
        try await server.waitUntilListening()
        let base = "http://127.0.0.1:\(try #require(await server.port))"
        await page.show("p2v_old 1\n")
        await page.show("p2v_new 2\n")
        let (body, answer) = try await URLSession.shared.data(from: try #require(URL(string: base + "/metrics")))
        #expect(String(decoding: body, as: UTF8.self) == "p2v_new 2\n")
        #expect(
            (answer as? HTTPURLResponse)?.value(forHTTPHeaderField: "Content-Type")?.hasPrefix("text/plain") == true)
        let (_, other) = try await URLSession.shared.data(from: try #require(URL(string: base + "/secrets")))
        #expect((other as? HTTPURLResponse)?.statusCode == 404)
    }

    // One reader on a bad line, or one who means harm, must not take the page from all others.
    @Test func `whoever asks slowly or reads nothing is ended, and others are answered meanwhile`() async throws {
        let page = MetricsPage()
        let server = try PageServer(address: "127.0.0.1", port: 0, limit: 0.4) { await page.answer($0) }
        let running = Task { try await server.run() }
        defer { running.cancel() }
        try await server.waitUntilListening()
        let port = try #require(await server.port)
        let whole = String(repeating: "p2v_vm_cores_busy 1\n", count: 1 << 19)
        await page.show(whole)
        let slow = try (0..<8).map { number in
            try SlowClient(port: port, number % 2 == 0 ? "GET /met" : "GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n")
        }
        await page.show("p2v_new 2\n")
        let address = try #require(URL(string: "http://127.0.0.1:\(port)/metrics"))
        #expect(String(decoding: try await URLSession.shared.data(from: address).0, as: UTF8.self) == "p2v_new 2\n")
        try await Task.sleep(for: .milliseconds(900))
        for client in slow { #expect(try client.rest() < whole.utf8.count, "it was waited for") }
    }

    @Test func `a name is no address to listen on`() {
        #expect(throws: (any Error).self) { _ = try PageServer(address: "localhost", port: 1) { _ in .notFound } }
    }

    // A form that is read otherwise than it was sent logs nobody in, or the wrong one.
    @Test func `a form, a query and cookies are read as they were sent, and a body without end is refused`()
        async throws
    {
        let server = try PageServer(address: "127.0.0.1", port: 0) { request in
            let parts = [
                request.method, request.path, request.query["name"], request.cookie("a"), request.form["word"],
            ]
            return PageReply(200, parts.map { $0 ?? "-" }.joined(separator: "|"))
        }
        let running = Task { try await server.run() }
        defer { running.cancel() }
        try await server.waitUntilListening()
        let address = "http://127.0.0.1:\(try #require(await server.port))/vm/x?name=a%26b+c"
        var request = URLRequest(url: try #require(URL(string: address)))
        request.httpMethod = "POST"
        request.setValue("b=2; a=1", forHTTPHeaderField: "Cookie")
        request.httpBody = Data("word=%3Cb%3E+%C3%A9%zz&word=2".utf8)
        let (page, _) = try await URLSession.shared.data(for: request)
        #expect(String(decoding: page, as: UTF8.self) == "POST|/vm/x|a&b+c|1|<b> é%zz")
        request.httpBody = Data(repeating: 65, count: PageRequest.mostBody + 1)
        let status = try? await URLSession.shared.data(for: request).1 as? HTTPURLResponse
        #expect(status == nil || status?.statusCode == 413)
    }
}
