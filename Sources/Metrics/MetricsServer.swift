internal import FlyingFox
internal import FlyingSocks
internal import Foundation

/// # Metrics: numbers for Prometheus over HTTP
///
/// The only importer of FlyingFox. `GET /metrics` answers the text that was set last; anything else is not found.
package final class MetricsServer: Sendable {
    private let server: HTTPServer
    private let page: Page

    private actor Page {
        var text = ""
        func set(_ text: String) { self.text = text }
    }

    /// Takes `address`, an IPv4 address in numbers, and begins to listen in ``run()``.
    ///
    /// - Parameter limit: seconds after which a connection that says nothing, or takes nothing, is ended.
    /// - Throws: when `address` is none.
    package init(address: String, port: UInt16, limit: Double = 15) throws {
        server = HTTPServer(
            address: try .inet(ip4: address, port: port), timeout: limit,
            pool: PatientPool(pool: HTTPServer.defaultPool(), limit: .seconds(limit)), logger: .disabled)
        page = Page()
    }

    package func show(_ text: String) async { await page.set(text) }

    /// Returns when it listens.
    package func waitUntilListening() async throws { try await server.waitUntilListening(timeout: 5) }

    /// The port that it listens on; for a server that was given port 0.
    package var port: UInt16? {
        get async {
            guard case .ip4(_, let port)? = await server.listeningAddress else { return nil }
            return port
        }
    }

    /// Serves until its task is cancelled.
    package func run() async throws {
        let page = self.page
        await server.appendRoute("GET /metrics") { _ in
            HTTPResponse(
                statusCode: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
                body: Data(await page.text.utf8))
        }
        try await server.run()
    }
}
