internal import Estate
package import Operations
package import Serving
internal import Terminal

/// # Console: the pool in a browser
///
/// A face over the operations: it reads, and shows the command that does what a page is about.
///
/// ```
/// PageServer → Doorstep → Gate → page = what was read now ─ Frame → HTML
///                                 ↑
///                          PoolSightings: looks again and again; "changed" to whoever waits at /events
/// ```
package struct Console: Sendable {
    private let workspace: Workspace
    private let sightings: PoolSightings
    private let reports: String?
    private let doorstep: Doorstep
    private let gate: Gate

    /// - Parameters:
    ///   - port: on which it is reached.
    ///   - token: what opens it, see ``makeToken()``.
    ///   - reports: the folder of the nights' reports; nil: not known.
    package init(
        in workspace: Workspace, watching sightings: PoolSightings, port: UInt16, token: String, reports: String?
    ) {
        (self.workspace, self.sightings, self.reports) = (workspace, sightings, reports)
        doorstep = Doorstep(port: port)
        gate = Gate(token: token, now: workspace.now)
    }

    package static func makeToken() -> String { Gate.secret() }

    package func answer(_ request: PageRequest) async -> PageReply {
        var reply = await unguarded(request)
        reply.headers += [
            (
                "Content-Security-Policy",
                "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'"
            ),
            ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "same-origin"), ("Cache-Control", "no-store"),
        ]
        return reply
    }

    private func unguarded(_ request: PageRequest) async -> PageReply {
        if let refusal = doorstep.refusal(of: request) { return refusal }
        switch (request.method, request.path) {
        case ("GET", "/style.css"): return PageReply(type: "text/css; charset=utf-8", ConsoleStyle.css)
        case ("GET", "/script.js"): return PageReply(type: "text/javascript; charset=utf-8", ConsoleScript.text)
        case ("POST", "/login"): return await login(request)
        default: break
        }
        guard await gate.isOpen(to: request.cookie(Gate.cookie)) else {
            return Self.page(401, LoginPage.text(nil))
        }
        if request.method == "POST" { return request.path == "/logout" ? await logout(request) : .notFound }
        switch request.path {
        case "/login": return PageReply(303, headers: [("Location", "/")], "")
        case "/events": return await events(request)
        case "/api/v1/pool": return await document()
        default: return await shown(request)
        }
    }

    // MARK: Who

    private func login(_ request: PageRequest) async -> PageReply {
        switch await gate.enter(request.form["token"] ?? "") {
        case .open(let session):
            return PageReply(
                303, headers: [("Location", "/"), ("Set-Cookie", Self.cookie(session, seconds: Int(Gate.lifetime)))], ""
            )
        case .wrong: return Self.page(401, LoginPage.text("This is not the token."))
        case .wait(let seconds):
            return Self.page(429, LoginPage.text("A wrong token was given: try again in \(seconds) s."))
        }
    }

    private func logout(_ request: PageRequest) async -> PageReply {
        await gate.leave(request.cookie(Gate.cookie))
        return PageReply(303, headers: [("Location", "/"), ("Set-Cookie", Self.cookie("", seconds: 0))], "")
    }

    private static func cookie(_ value: String, seconds: Int) -> String {
        "\(Gate.cookie)=\(value); Path=/; Max-Age=\(seconds); HttpOnly; SameSite=Strict"
    }

    // MARK: What

    /// One event, as soon as there is one: the browser asks again by itself, with the number of the last (WHATWG HTML, 9.2).
    private func events(_ request: PageRequest) async -> PageReply {
        let known = request.header("last-event-id").flatMap { Int($0) } ?? -1
        let sight = await sightings.next(after: known, within: .seconds(8))
        let event = sight.version == known ? ": nothing new\n\n" : "id: \(sight.version)\ndata: changed\n\n"
        return PageReply(type: "text/event-stream; charset=utf-8", "retry: 100\n" + event)
    }

    private func document() async -> PageReply {
        do {
            return PageReply(type: "application/json; charset=utf-8", try JSONText.encode(await sightings.last) + "\n")
        } catch { return PageReply(503, "\(error)\n") }
    }

    /// The page, or only its content for a page that is shown already.
    private func shown(_ request: PageRequest) async -> PageReply {
        let part = request.header("x-part") == "main"
        do {
            let pages = ConsolePages(workspace, await sightings.last, reports)
            guard let frame = try await pages.frame(request) else { return .notFound }
            return Self.page(200, part ? frame.main.code : frame.text)
        } catch {
            let frame = Self.notKnown((error as? Failure).map { "\($0)" } ?? "\(error)", request.path)
            // Of a page that is shown, this is the content now.
            return part ? Self.page(200, frame.main.code) : Self.page(503, frame.text)
        }
    }

    private static func notKnown(_ words: String, _ path: String) -> Frame {
        Frame(
            title: "Not known", place: path,
            main: .all([
                .element("h1", [:], .text("Not known")), .element("p", ["class": "mark unclear"], .text(words)),
            ]))
    }

    private static func page(_ status: Int, _ text: String) -> PageReply {
        PageReply(status, type: "text/html; charset=utf-8", text)
    }
}
