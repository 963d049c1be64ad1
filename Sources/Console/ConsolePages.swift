internal import Estate
internal import Operations
internal import Serving
internal import Store

/// Which page a path is, made of what is read now.
struct ConsolePages {
    private let workspace: Workspace
    private let settings: ConsoleSettings
    private let sight: PoolSight
    private let desk: ActionDesk
    private let doctor: DoctorDesk
    private let visitor: Visitor

    init(
        _ workspace: Workspace, _ settings: ConsoleSettings, _ sight: PoolSight, _ desk: ActionDesk,
        _ doctor: DoctorDesk, _ visitor: Visitor
    ) {
        self.doctor = doctor
        (self.workspace, self.settings, self.sight) = (workspace, settings, sight)
        (self.desk, self.visitor) = (desk, visitor)
    }

    /// - Returns: nil where there is no such page, host or VM.
    func frame(_ request: PageRequest) async throws -> Frame? {
        let (now, name) = (workspace.now(), request.query["name"])
        switch request.path {
        case "/":
            return Frame(title: "Pool", place: "/", main: PoolPage(sight: sight, now: now, visitor: visitor).main)
        case "/host":
            guard let name, let seen = sight.hosts.first(where: { $0.host.name == name }) else { return nil }
            return Frame(
                title: name, place: "/", main: HostPage(sight: sight, seen: seen, now: now, visitor: visitor).main)
        case "/vm": return try await machine(name, now)
        case "/moves":
            let moves = try await workspace.openStore().reports(limit: 100)
            let trails = try MoveTrails(workspace).newest(20)
            return Frame(title: "Moves", place: "/moves", main: MovesPage.main(moves, trails), seconds: 2)
        case "/move":
            guard let move = try MoveTrails(workspace).move(name ?? "") else { return nil }
            return Frame(
                title: move.head.machine, place: "/moves", main: MovePage(move: move, now: now).main,
                isLive: move.standing == .moving, seconds: 1)
        case "/plan": return try await plan(request.query["server"])
        case "/campaign": return try await campaign()
        case "/doctor":
            await doctor.look()
            let main = DoctorPage.main(await doctor.last, isLooking: await doctor.isLooking, at: now)
            return Frame(title: "Doctor", place: "/doctor", main: main, seconds: 2)
        case "/search":
            let servers = try await ServerList(in: workspace).servers.map(\.name)
            return Frame(
                title: "Search", place: "/search",
                main: SearchPage.main(request.query["q"] ?? "", sight, servers: servers, now: now))
        case "/tasks":
            let (tasks, unreadable) = try desk.tasks.all()
            return Frame(title: "Tasks", place: "/tasks", main: TasksPage.main(tasks, unreadable))
        case "/task": return try task(name)
        case "/night":
            let night = try settings.reports.flatMap { try KeptNight.newest(in: $0) }
            return Frame(title: "Night", place: "/night", main: NightPage.main(night, settings.reports, at: now))
        case "/room":
            return Frame(
                title: "Servers", place: "/room", main: RoomPage.main(try await ServerList(in: workspace)))
        case "/record":
            return Frame(
                title: "Record", place: "/record",
                main: RecordPage.main(
                    try await workspace.openStore().runs(), try await workspace.openStore().records(of: TaskFolder.run))
            )
        default: return nil
        }
    }

    private func machine(_ name: String?, _ now: Moment) async throws -> Frame? {
        guard let name, let seen = sight.machine(named: name) else { return nil }
        let moves = try await workspace.openStore().reports(of: name, limit: 50)
        return Frame(
            title: name, place: "/",
            main: MachinePage(sight: sight, seen: seen, moves: moves, now: now, visitor: visitor).main)
    }

    private func plan(_ server: String?) async throws -> Frame {
        guard let file = settings.plan else { return Frame(title: "Plan", place: "/plan", main: PlanPage.unnamed()) }
        let plan = try PlanSources.plan(at: file)
        let review: Observed<[String]>
        do { review = .known(try await PlanReview(of: plan, inventory: nil, in: workspace).findings) } catch {
            review = .unknown(because: (error as? Failure)?.because ?? "\(error)")
        }
        return Frame(
            title: "Plan", place: "/plan",
            main: PlanPage(plan: plan, file: file, review: review, explained: server).main, seconds: 60)
    }

    private func campaign() async throws -> Frame {
        guard let file = settings.campaign else {
            return Frame(title: "Campaign", place: "/campaign", main: CampaignPage.unnamed())
        }
        let order = try CampaignOrder(reading: file)
        let page = CampaignPage(
            review: try await CampaignReview(of: order, in: workspace),
            status: try await CampaignStatus(of: order, in: workspace), file: file, visitor: visitor)
        return Frame(title: "Campaign", place: "/campaign", main: page.main)
    }

    private func task(_ id: String?) throws -> Frame? {
        guard let id, desk.tasks.has(id) else { return nil }
        let task = try desk.tasks.task(id)
        return Frame(
            title: task.order.command, place: "/tasks",
            main: TaskPage(task: task, output: try desk.tasks.output(of: id), visitor: visitor).main,
            seconds: 2)
    }
}
