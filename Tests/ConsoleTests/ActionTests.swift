import Estate
import Foundation
import Operations
import Serving
import Testing

@testable import Console

/// What can be done from a page, with the real p2v behind it.
@Suite struct ActionTests {
    private static let campaign = """
        format: p2v-campaign/1
        plan: plan.yaml
        zone: UTC
        commit: approved
        windows:
          - {name: nightly, hours: 01:00-04:00}
        """
    private static let pool = """
        format: p2v-pool/1
        name: shop
        network: br0
        hosts:
          - {name: hosta, uri: "qemu+unix:///system?socket=/nonexistent/socket"}
        storage:
          - {name: sr, url: "nfs://127.0.0.1/none"}
        """

    private let folder: String
    private let workspace: Workspace
    private var settings: ConsoleSettings

    init() throws {
        folder = NSTemporaryDirectory() + "p2v-act-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Self.pool.write(toFile: folder + "/pool.yaml", atomically: true, encoding: .utf8)
        try Self.campaign.write(toFile: folder + "/campaign.yaml", atomically: true, encoding: .utf8)
        let plans = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../Plans")
        try FileManager.default.copyItem(
            atPath: plans.appendingPathComponent("constrained.yaml").path, toPath: folder + "/plan.yaml")
        workspace = Workspace(storePath: folder + "/store.sqlite", poolPath: folder + "/pool.yaml")
        let tests = URL(fileURLWithPath: try DryRun.thisProgram()).deletingLastPathComponent()
        let bundle = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        let program = [tests, bundle].map { $0.appendingPathComponent("p2v").path }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
        settings = ConsoleSettings(
            port: 9180, viewing: "look", operating: "act", program: try #require(program, "p2v is not built"))
        settings.campaign = folder + "/campaign.yaml"
    }

    private func console(_ settings: ConsoleSettings? = nil) throws -> Console {
        let sightings = try PoolSightings(in: workspace, policy: BalancePolicyFile())
        return Console(settings ?? self.settings, in: workspace, watching: sightings)
    }

    private func login(_ console: Console, _ token: String, name: String = "anna") async throws -> String {
        let reply = await console.answer(
            PageRequest(
                method: "POST", path: "/login",
                headers: [("Host", "127.0.0.1:9180"), ("Origin", "http://127.0.0.1:9180")],
                body: "token=\(token)&name=\(name)"))
        let cookie = try #require(reply.headers.first { $0.0 == "Set-Cookie" }?.1)
        return String(try #require(cookie.split(separator: ";").first))
    }

    private func get(_ path: String, _ query: [(String, String)] = [], _ cookie: String) -> PageRequest {
        PageRequest(
            method: "GET", path: path, query: query, headers: [("Host", "127.0.0.1:9180"), ("Cookie", cookie)])
    }

    private func post(
        _ form: String, because: String = "agreed", _ cookie: String, origin: String? = "http://127.0.0.1:9180"
    ) -> PageRequest {
        PageRequest(
            method: "POST", path: "/do",
            headers: [("Host", "127.0.0.1:9180"), ("Cookie", cookie)] + (origin.map { [("Origin", $0)] } ?? []),
            body: "form=\(form)&because=\(because)")
    }

    private func form(_ page: String) -> String? {
        page.firstRange(of: "name=\"form\" value=\"").map { String(page[$0.upperBound...].prefix(64)) }
    }

    private let park = [("word", "park"), ("server", "web1")]

    // Whoever was given the token to look would empty a host.
    @Test(arguments: ["/do/migrate", "/do/evacuate", "/do/return", "/do/rebalance", "/do/campaign", "/do/stop", "/do"])
    func `who may only look is refused in words, and so is everybody where the console only shows`(path: String)
        async throws
    {
        let console = try console()
        let cookie = try await login(console, "look")
        let query = park + [("host", "hosta"), ("name", "x")]
        let refused = await console.answer(get(path, query, cookie))
        #expect(refused.status == 403 && refused.body.contains("lets you look"))
        #expect(await console.answer(post("x", cookie)).status == 403)
        var shows = settings
        shows.operating = nil
        let other = try self.console(shows)
        let reply = await other.answer(get(path, query, try await login(other, "look")))
        #expect(reply.status == 403 && reply.body.contains("--allow-actions"))
    }

    @Test func `a decision is previewed, confirmed once with a reason, and found again by another console`()
        async throws
    {
        let console = try console()
        let cookie = try await login(console, "act")
        let page = await console.answer(get("/do/campaign", park, cookie))
        #expect(page.status == 200 && page.body.contains("p2v campaign park") && page.body.contains("is not stopped"))
        #expect(page.body.contains("planned"), "what p2v campaign status says: \(page.body)")
        let token = try #require(form(page.body))
        // Forged, foreign, without a reason: none of them does anything.
        let foreign = try await login(console, "act", name: "eve")
        #expect(await console.answer(post(token, cookie, origin: "http://evil.example")).status == 403)
        #expect(await console.answer(post(token, cookie, origin: nil)).status == 403)
        #expect(await console.answer(post(token, foreign)).status == 409)
        let done = await console.answer(post(token, because: "the+owner+is+away", cookie))
        #expect(done.status == 303, "\(done.body)")
        #expect(await console.answer(post(token, cookie)).status == 409, "a form was sent twice")
        let id = try #require(done.headers.first { $0.0 == "Location" }?.1.split(separator: "=").last.map(String.init))
        let tasks = TaskFolder(workspace)
        for _ in 0..<200 {
            if try tasks.task(id).standing == .ended { break }
            try await Task.sleep(for: .milliseconds(50))
        }
        let seen = try tasks.task(id)
        let said = try tasks.output(of: id)
        #expect(seen.end?.exit == 0 && seen.order.who == "anna", "\(seen) \(said)")
        // Another console over the same store, as after a restart.
        let again = try self.console()
        let session = try await login(again, "act")
        let task = await again.answer(get("/task", [("name", id)], session)).body
        #expect(task.contains("the owner is away") && task.contains("mark good") && task.contains("parked by"))
        let record = await again.answer(get("/record", session: session)).body
        #expect(record.contains("anna: p2v campaign park") && record.contains("because: the owner is away"))
        let campaign = await again.answer(get("/campaign", session: session)).body
        #expect(campaign.contains("the owner is away (anna, from the console)"), "\(campaign)")
    }

    private func get(_ path: String, session: String) -> PageRequest { get(path, [], session) }

    @Test func `what p2v refuses has no form to do it, and its own words`() async throws {
        var settings = settings
        settings.policy = folder + "/none.yaml"
        let console = try console(settings)
        let cookie = try await login(console, "act")
        let page = await console.answer(get("/do/rebalance", [], cookie))
        #expect(page.status == 200 && form(page.body) == nil)
        #expect(page.body.contains("could not") && page.body.contains("none.yaml"), "\(page.body)")
        #expect(await console.answer(get("/do/evacuate", [("host", "nobody")], cookie)).status == 404)
        #expect(
            await console.answer(get("/do/campaign", [("word", "park"), ("server", "nobody")], cookie)).status == 404)
    }

    @Test func `nobody acts without a name or a reason`() async throws {
        let console = try console()
        let nameless = try await login(console, "act", name: "+")
        let page = await console.answer(get("/do/campaign", park, nameless))
        let refused = await console.answer(post(try #require(form(page.body)), nameless))
        #expect(refused.status == 409 && refused.body.contains("nobody knows who you are"))
        let cookie = try await login(console, "act")
        let second = await console.answer(get("/do/campaign", park, cookie))
        #expect(await console.answer(post(try #require(form(second.body)), because: "+", cookie)).status == 409)
        #expect(try TaskFolder(workspace).all().tasks.isEmpty)
    }

    @Test func `names that begin with a dash are no options, and each word stays one`() {
        let action = Action.migrate("-rf", from: "a", to: "--b c", probes: ["ping:x"])
        #expect(action.rest == ["--to=--b c", "--probe", "ping:x", "--", "-rf"])
        #expect(action.command == "p2v migrate '--to=--b c' --probe ping:x -- -rf")
    }

    @Test func `a form that was shown too long ago does nothing`() async {
        let clock = Clock()
        let forms = OpenForms(now: { clock.now })
        let (anna, eve) = (
            Visitor(role: .operating, name: "anna", id: [1]), Visitor(role: .operating, name: "eve", id: [2])
        )
        let old = await forms.open(.stop(task: "a"), for: anna)
        clock.add(OpenForms.lifetime)
        #expect(await forms.take(old, by: anna) == nil)
        let new = await forms.open(.stop(task: "b"), for: anna)
        #expect(await forms.take(new, by: eve) == nil)
        #expect(await forms.take(new, by: anna) == .stop(task: "b"))
        #expect(await forms.take(new, by: anna) == nil)
    }

    // A task that was killed must not look as if it ran, nor as if it had ended well.
    @Test func `a task that dies without a word is called silent`() async throws {
        let tasks = TaskFolder(Workspace(storePath: folder + "/store.sqlite", poolPath: ""))
        let order = try await tasks.begin(["config"], as: "p2v config", who: "anna", because: "x", program: "/bin/true")
        #expect(try tasks.task(order.id).standing == .starting)
        let later = Workspace(
            storePath: folder + "/store.sqlite", poolPath: "", now: { Moment(seconds: order.begunAt.seconds + 60) })
        #expect(try TaskFolder(later).task(order.id).standing == .silent)
        await #expect(throws: Failure.self) {
            _ = try await tasks.begin(["x"], as: "x", who: "a", because: "b", program: "/nonexistent/p2v")
        }
        #expect(try tasks.all().tasks.contains { $0.standing == .ended && $0.end?.exit == 1 })
        #expect(!tasks.has("../" + order.id) && !tasks.has(""))
    }
}
