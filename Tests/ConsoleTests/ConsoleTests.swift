import Estate
import Foundation
import Operations
import Serving
import Testing

@testable import Console

/// The console as a browser meets it.
@Suite struct ConsoleTests {
    private static let pool = """
        format: p2v-pool/1
        name: shop
        network: br0
        hosts:
          - {name: hosta, uri: "qemu+unix:///system?socket=/nonexistent/socket"}
        storage:
          - {name: sr, url: "nfs://127.0.0.1/none"}
        """

    /// A console over a pool that nobody can see, and its look at it.
    private func console(_ token: String = "secret") throws -> (Console, PoolSightings) {
        let folder = NSTemporaryDirectory() + "p2v-console-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Self.pool.write(toFile: folder + "/pool.yaml", atomically: true, encoding: .utf8)
        let workspace = Workspace(storePath: folder + "/store.sqlite", poolPath: folder + "/pool.yaml")
        let sightings = try PoolSightings(in: workspace, policy: BalancePolicyFile())
        let settings = ConsoleSettings(port: 9180, viewing: token, program: "/nonexistent/p2v", reports: folder)
        return (Console(settings, in: workspace, watching: sightings), sightings)
    }

    private func get(
        _ path: String, _ query: [(String, String)] = [], session: String? = nil, host: String = "127.0.0.1:9180"
    )
        -> PageRequest
    {
        PageRequest(
            method: "GET", path: path, query: query,
            headers: [("Host", host)] + (session.map { [("Cookie", "p2v-console=\($0)")] } ?? []))
    }

    private func login(_ token: String, origin: String = "http://127.0.0.1:9180") -> PageRequest {
        PageRequest(
            method: "POST", path: "/login", headers: [("Host", "127.0.0.1:9180"), ("Origin", origin)],
            body: "token=\(token)")
    }

    private func given(_ reply: PageReply) -> String? {
        let cookie = reply.headers.first { $0.0 == "Set-Cookie" }?.1
        return cookie?.split(separator: ";").first?.split(separator: "=").last.map(String.init)
    }

    // Names of VMs, hosts and servers are a map for whoever wants in.
    @Test(arguments: ["/", "/host", "/vm", "/moves", "/night", "/room", "/record", "/events", "/api/v1/pool", "/none"])
    func `nothing is shown without the token`(path: String) async throws {
        let (console, _) = try console()
        for session in [nil, "", "secret", "guess"] {
            let reply = await console.answer(get(path, session: session))
            #expect(reply.status == 401 && reply.body.contains("Token") && !reply.body.contains("shop"))
        }
    }

    @Test func `the token opens a session that no script can read and no other site can use`() async throws {
        let (console, _) = try console()
        let reply = await console.answer(login("secret"))
        let cookie = try #require(reply.headers.first { $0.0 == "Set-Cookie" }?.1)
        #expect(reply.status == 303 && cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"))
        #expect(!cookie.contains("secret"))
        let session = try #require(given(reply))
        let page = await console.answer(get("/", session: session))
        #expect(page.status == 200 && page.body.contains("shop"))
        #expect(page.headers.contains { $0.0 == "Content-Security-Policy" && $0.1.hasPrefix("default-src 'self'") })
        let out = PageRequest(
            method: "POST", path: "/logout",
            headers: [
                ("Host", "127.0.0.1:9180"), ("Origin", "http://127.0.0.1:9180"), ("Cookie", "p2v-console=\(session)"),
            ])
        #expect(await console.answer(out).status == 303)
        #expect(await console.answer(get("/", session: session)).status == 401, "a stolen cookie outlives the logout")
    }

    @Test func `a wrong token makes the next one wait, the right one too`() async throws {
        let (console, _) = try console()
        #expect(await console.answer(login("wrong")).status == 401)
        #expect(await console.answer(login("secret")).status == 429)
    }

    @Test func `a form of another site, and a name that another site gave this address, are refused`() async throws {
        let (console, _) = try console()
        #expect(await console.answer(login("secret", origin: "http://evil.example")).status == 403)
        #expect(await console.answer(get("/style.css", host: "evil.example:9180")).status == 421)
        #expect(await console.answer(PageRequest(method: "GET", path: "/")).status == 421)
        #expect(
            await console.answer(PageRequest(method: "DELETE", path: "/", headers: [("Host", "localhost:9180")])).status
                == 405)
    }

    // The worst page of all is the green one of a pool that nobody sees.
    @Test func `a pool that cannot be seen is grey and says why, and no number of it is called known`() async throws {
        let (console, sightings) = try console()
        let session = try #require(given(await console.answer(login("secret"))))
        let looking = Task { await sightings.run(every: 60) }
        let first = await sightings.next(after: 0, within: .seconds(20))
        looking.cancel()
        #expect(first.version > 0)
        let page = await console.answer(get("/", session: session)).body
        #expect(page.contains("not known") && page.contains("0 of") && !page.contains("mark good"), "\(page)")
        let events = await console.answer(get("/events", session: session))
        #expect(events.body.contains("data: changed"))
        let missing = await console.answer(get("/host", [("name", "nobody")], session: session))
        #expect(missing.status == 404)
        let document = await console.answer(get("/api/v1/pool", session: session)).body
        #expect(document.contains("p2v-pool-sight/1"))
        let record = await console.answer(get("/record", session: session))
        #expect(record.status == 200 && record.body.contains("nothing is on record"))
        let part = PageRequest(
            method: "GET", path: "/night",
            headers: [("Host", "localhost:9180"), ("Cookie", "p2v-console=\(session)"), ("X-Part", "main")])
        #expect(await console.answer(part).body.hasPrefix("<h1>Night</h1>"))
    }
}
