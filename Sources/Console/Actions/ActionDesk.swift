internal import Estate
internal import Operations
internal import Serving

/// Previews and starts what an operator wants done. All decisions are p2v's own: the preview is its `--dry-run`, and what is
/// started is the command.
struct ActionDesk: Sendable {
    let settings: ConsoleSettings
    let workspace: Workspace
    let forms: OpenForms
    let tasks: TaskFolder
    let dryRun: DryRun

    static let longestReason = 500

    init(_ settings: ConsoleSettings, _ workspace: Workspace) {
        (self.settings, self.workspace) = (settings, workspace)
        (forms, tasks) = (OpenForms(now: workspace.now), TaskFolder(workspace))
        dryRun = DryRun(program: settings.program)
    }

    private var globals: [String] { ["--store", workspace.storePath, "--pool", workspace.poolPath] }
    private var policy: [String] { settings.policy.map { Action.option("--policy", $0) } ?? [] }

    /// What a page asks to be done; nil where there is no such thing, host or VM.
    func action(_ request: PageRequest, _ sight: PoolSight) throws -> Action? {
        let query = request.query
        switch request.path {
        case "/do/migrate":
            guard let seen = sight.machine(named: query["vm"] ?? ""), let to = query["to"],
                sight.hosts.contains(where: { $0.host.name == to })
            else { return nil }
            return .migrate(
                seen.machine.name, from: seen.machine.host, to: to,
                probes: (query["probe"] ?? "").split { $0.isWhitespace }.map(String.init))
        case "/do/evacuate", "/do/return":
            guard let host = query["host"], sight.hosts.contains(where: { $0.host.name == host }) else { return nil }
            return request.path == "/do/evacuate" ? .evacuate(host, policy) : .bringBack(host, policy)
        case "/do/rebalance": return .rebalance(policy, plan: try tasks.placeForPlan())
        case "/do/campaign":
            guard let file = settings.campaign, let word = Action.words[query["word"] ?? ""],
                let server = query["server"],
                try CampaignOrder(reading: file).plan.servers.contains(where: { $0.server == server })
            else { return nil }
            return .campaign(word, server, file: file)
        default: return nil
        }
    }

    /// The preview, and a form where it says that it can be done.
    func preview(_ action: Action, for visitor: Visitor) async throws -> Frame {
        let verb = action.takesReason ? ["campaign", "status"] : action.verb
        let answer = try await dryRun.look(verb + globals + action.preview)
        let isPossible = action.possible.contains(answer.exit)
        let token = isPossible ? await forms.open(.act(action), for: visitor) : nil
        return Frame(
            title: action.title, place: "/tasks", main: PreviewPage(action: action, answer: answer, token: token).main,
            isLive: false)
    }

    /// Asks whether a task shall stop; nil where none of this name is known.
    func stop(_ task: String, for visitor: Visitor) async throws -> Frame? {
        guard tasks.has(task) else { return nil }
        let token = await forms.open(.stop(task: task), for: visitor)
        return Frame(
            title: "Stop", place: "/tasks", main: StopPage.main(try tasks.task(task), token: token), isLive: false)
    }

    /// - Returns: the id of the task that was started, or stopped.
    /// - Throws: ``Failure`` (refused): then nothing was done.
    func carryOut(_ form: [String: String], by visitor: Visitor, _ sight: PoolSight) async throws -> String {
        guard let deed = await forms.take(form["form"] ?? "", by: visitor) else {
            throw Self.refusal(
                "do this", "its form was sent before, is older than ten minutes, or was shown to another session",
                "go back to where it is offered, and look at the preview again")
        }
        switch deed {
        case .stop(let task):
            try tasks.stop(task)
            return task
        case .act(let action):
            let because = String(Sanitised.line(form["because"] ?? "").trimmed.prefix(Self.longestReason))
            guard !because.isEmpty else {
                throw Self.refusal(action.title, "no reason was given", "say why, in a few words")
            }
            guard !visitor.name.isEmpty else {
                throw Self.refusal(action.title, "nobody knows who you are", "log out, and in again with your name")
            }
            try prove(action, sight)
            let order = try await tasks.begin(
                action.words(globals, because: "\(because) (\(visitor.name), from the console)"), as: action.command,
                who: visitor.name, because: because, program: settings.program)
            return order.id
        }
    }

    /// What was previewed is still so, as far as it is seen; p2v looks again before it does anything.
    private func prove(_ action: Action, _ sight: PoolSight) throws {
        guard let place = action.place else { return }
        guard sight.isFresh(at: workspace.now()), let seen = sight.machine(named: place.machine), seen.isSeen else {
            throw Self.refusal(
                action.title, "where \(place.machine) runs is not known now", "wait until the pool is seen again")
        }
        guard seen.machine.host == place.host else {
            throw Self.refusal(
                action.title,
                "\(place.machine) is on \(seen.machine.host) now; the preview was made when it was on \(place.host)",
                "look at the preview again")
        }
    }

    private static func refusal(_ what: String, _ because: String, _ next: String) -> Failure {
        Failure(what, on: "", because: because, next: next, exit: .refused)
    }
}

extension PoolSight {
    /// Two hosts may know one VM: where it is seen to run comes first. One that is not seen may run, so it comes before a
    /// definition that is off elsewhere.
    func machine(named name: String) -> SeenMachine? {
        let known = machines.filter { $0.machine.name == name }
        return known.first { $0.isSeen && $0.machine.state == .running }
            ?? known.first { !$0.isSeen || $0.machine.state != .shutOff } ?? known.first
    }
}
