internal import Estate
internal import Operations
internal import Serving
internal import Store

/// Which page a path is, made of what is read now.
struct ConsolePages {
    private let workspace: Workspace
    private let sight: PoolSight
    private let reports: String?

    init(_ workspace: Workspace, _ sight: PoolSight, _ reports: String?) {
        (self.workspace, self.sight, self.reports) = (workspace, sight, reports)
    }

    /// - Returns: nil where there is no such page, host or VM.
    func frame(_ request: PageRequest) async throws -> Frame? {
        let now = workspace.now()
        switch request.path {
        case "/": return Frame(title: "Pool", place: "/", main: PoolPage(sight: sight, now: now).main)
        case "/host":
            guard let name = request.query["name"], let seen = sight.hosts.first(where: { $0.host.name == name }) else {
                return nil
            }
            return Frame(title: name, place: "/", main: HostPage(sight: sight, seen: seen, now: now).main)
        case "/vm": return try await machine(request.query["name"], now)
        case "/moves":
            let moves = try await workspace.openStore().reports(limit: 100)
            return Frame(title: "Moves", place: "/moves", main: MovesPage.main(moves))
        case "/night":
            let night = try reports.flatMap { try KeptNight.newest(in: $0) }
            return Frame(title: "Night", place: "/night", main: NightPage.main(night, reports, at: now))
        case "/room":
            return Frame(
                title: "Servers", place: "/room", main: RoomPage.main(try await ServerList(in: workspace)))
        case "/record":
            return Frame(
                title: "Record", place: "/record", main: RecordPage.main(try await workspace.openStore().runs()))
        default: return nil
        }
    }

    private func machine(_ name: String?, _ now: Moment) async throws -> Frame? {
        // Two hosts may know one VM: where it is seen to run comes first.
        let known = sight.machines.filter { $0.machine.name == name }
        // One that is not seen may run: it comes before a definition that is off elsewhere.
        guard
            let seen = known.first(where: { $0.isSeen && $0.machine.state == .running })
                ?? known.first(where: { !$0.isSeen || $0.machine.state != .shutOff }) ?? known.first
        else {
            return nil
        }
        let moves = try await workspace.openStore().reports(of: seen.machine.name, limit: 50)
        return Frame(
            title: seen.machine.name, place: "/",
            main: MachinePage(sight: sight, seen: seen, moves: moves, now: now).main)
    }
}
