internal import Estate
package import Operations
package import Serving

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
    private let settings: ConsoleSettings
    private let sightings: PoolSightings
    private let doorstep: Doorstep
    private let gate: Gate
    private let desk: ActionDesk
    private let doctor: DoctorDesk

    package init(_ settings: ConsoleSettings, in workspace: Workspace, watching sightings: PoolSightings) {
        (self.workspace, self.settings, self.sightings) = (workspace, settings, sightings)
        doorstep = Doorstep(port: settings.port)
        gate = Gate(viewing: settings.viewing, operating: settings.operating, now: workspace.now)
        desk = ActionDesk(settings, workspace)
        doctor = DoctorDesk(workspace)
    }

    package static func makeToken() -> String { Gate.secret() }

    package func answer(_ request: PageRequest) async -> PageReply {
        var reply = await unguarded(request)
        reply.headers += [
            (
                "Content-Security-Policy",
                "default-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
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
        guard let visitor = await gate.visitor(of: request.cookie(Gate.cookie)) else {
            return Self.page(401, LoginPage.text(nil))
        }
        if request.path == "/do" || request.path.hasPrefix("/do/") { return await action(request, visitor) }
        if request.method == "POST" { return request.path == "/logout" ? await logout(request) : .notFound }
        switch request.path {
        case "/login": return PageReply(303, headers: [("Location", "/")], "")
        case "/events": return await events(request)
        case _ where request.path.hasPrefix("/api/"): return await document(request.path)
        default: return await shown(request, visitor)
        }
    }

    // MARK: Who

    private func login(_ request: PageRequest) async -> PageReply {
        let form = request.form
        switch await gate.enter(form["token"] ?? "", as: form["name"] ?? "") {
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

    // MARK: What is done

    private func action(_ request: PageRequest, _ visitor: Visitor) async -> PageReply {
        guard visitor.role == .operating else {
            let words =
                settings.operating == nil
                ? "This console only shows: it was begun without --allow-actions."
                : "Your token lets you look, and do nothing."
            return Self.page(
                403,
                Self.notDone("Not allowed", words, "Run the command that the page shows, or ask an operator.", visitor))
        }
        do {
            let sight = await sightings.last
            if request.method == "POST" {
                guard request.path == "/do" else { return .notFound }
                let task = try await desk.carryOut(request.form, by: visitor, sight)
                return PageReply(303, headers: [("Location", HTML.address("/task", task))], "")
            }
            if request.path == "/do/stop" {
                guard let frame = try await desk.stop(request.query["name"] ?? "", for: visitor) else {
                    return .notFound
                }
                return Self.page(200, frame.text(for: visitor))
            }
            if request.path == "/do/migrate", request.query["to"] == nil,
                let seen = sight.machine(named: request.query["vm"] ?? "")
            {
                let main = MoveOrderPage.main(seen, sight)
                return Self.page(
                    200, Frame(title: "Move", place: "/tasks", main: main, isLive: false).text(for: visitor))
            }
            guard let action = try desk.action(request, sight) else { return .notFound }
            return Self.page(200, try await desk.preview(action, for: visitor).text(for: visitor))
        } catch {
            let failure = error as? Failure
            return Self.page(
                failure?.exit == .refused ? 409 : 503,
                Self.notDone("Not done", failure.map { "\($0)" } ?? "\(error)", "Nothing was started.", visitor))
        }
    }

    private static func notDone(_ title: String, _ words: String, _ next: String, _ visitor: Visitor) -> String {
        let main = HTML.all([
            .element("h1", [:], .text(title)),
            .element("p", ["class": "mark critical", "role": "alert"], .text(words)),
            .note(next),
        ])
        return Frame(title: title, place: "/tasks", main: main, isLive: false).text(for: visitor)
    }

    // MARK: What is shown

    /// One event, as soon as there is one: the browser asks again by itself, with the number of the last (WHATWG HTML, 9.2).
    private func events(_ request: PageRequest) async -> PageReply {
        let known = request.header("last-event-id").flatMap { Int($0) } ?? -1
        let sight = await sightings.next(after: known, within: .seconds(8))
        let event = sight.version == known ? ": nothing new\n\n" : "id: \(sight.version)\ndata: changed\n\n"
        return PageReply(type: "text/event-stream; charset=utf-8", "retry: 100\n" + event)
    }

    private func document(_ path: String) async -> PageReply {
        let routes = APIRoutes(
            workspace: workspace, settings: settings, sight: await sightings.last, tasks: desk.tasks, doctor: doctor)
        do {
            if path == APIDocument.path {
                return PageReply(type: "application/json; charset=utf-8", try APIDocument().text + "\n")
            }
            guard let route = APIRoute.all.first(where: { $0.path == path }) else { return .notFound }
            return PageReply(type: "application/json; charset=utf-8", try await route.answer(routes) + "\n")
        } catch { return PageReply(503, "\(error)\n") }
    }

    /// The page, or only its content for a page that is shown already.
    private func shown(_ request: PageRequest, _ visitor: Visitor) async -> PageReply {
        let part = request.header("x-part") == "main"
        do {
            let pages = ConsolePages(workspace, settings, await sightings.last, desk, doctor, visitor)
            guard let frame = try await pages.frame(request) else { return .notFound }
            return Self.page(200, part ? frame.main.code : frame.text(for: visitor))
        } catch {
            let frame = Self.notKnown((error as? Failure).map { "\($0)" } ?? "\(error)", request.path)
            // Of a page that is shown, this is the content now.
            return part ? Self.page(200, frame.main.code) : Self.page(503, frame.text(for: visitor))
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
