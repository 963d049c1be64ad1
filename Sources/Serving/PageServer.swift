internal import FlyingFox
internal import FlyingSocks
internal import Foundation

/// # Serving: pages over HTTP on this machine
///
/// The only importer of FlyingFox: a server that has one function from a question to its answer. No TLS is in it, so what
/// listens beyond this machine has to be public, or stand behind something that has.
package final class PageServer: Sendable {
    private let server: HTTPServer
    private let answer: @Sendable (PageRequest) async -> PageReply

    /// Takes `address`, an IPv4 address in numbers, and begins to listen in ``run()``.
    ///
    /// - Parameters:
    ///   - limit: seconds after which a connection that says nothing, or takes nothing, is ended; and in which an answer
    ///     has to be there.
    ///   - answer: of every question, whatever its path.
    /// - Throws: when `address` is none.
    package init(
        address: String, port: UInt16, limit: Double = 15, answer: @escaping @Sendable (PageRequest) async -> PageReply
    ) throws {
        server = HTTPServer(
            address: try .inet(ip4: address, port: port), timeout: limit,
            pool: PatientPool(pool: HTTPServer.defaultPool(), limit: .seconds(limit)), logger: .disabled)
        self.answer = answer
    }

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
        let answer = self.answer
        await server.appendRoute("*") { request in
            guard let asked = await PageRequest(request) else { return HTTPResponse(statusCode: .payloadTooLarge) }
            return HTTPResponse(await answer(asked))
        }
        try await server.run()
    }
}

extension PageRequest {
    /// Nil when the body is longer than ``mostBody``, or cut.
    fileprivate init?(_ request: HTTPRequest) async {
        var body: [UInt8] = []
        do {
            for try await part in request.bodySequence {
                body += part
                if body.count > Self.mostBody { return nil }
            }
        } catch { return nil }
        self.init(
            method: request.method.rawValue, path: request.path,
            query: request.query.map { ($0.name, $0.value) },
            headers: request.headers.map { ($0.key.rawValue, $0.value) }, body: String(decoding: body, as: UTF8.self))
    }
}

extension HTTPResponse {
    fileprivate init(_ reply: PageReply) {
        var headers = HTTPHeaders()
        for (name, value) in reply.headers { headers.addValue(value, for: HTTPHeader(name)) }
        self.init(
            statusCode: HTTPStatusCode(reply.status, phrase: PageReply.phrase(reply.status)), headers: headers,
            body: Data(reply.body.utf8))
    }
}
