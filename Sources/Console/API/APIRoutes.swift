internal import Estate
internal import Operations
internal import Store
internal import Terminal

/// What programs may ask: each route with its answer and the description of it, in one place.
struct APIRoute: Sendable {
    let path: String
    let summary: String
    let schema: Schema
    let answer: @Sendable (APIRoutes) async throws -> String
}

/// The same as the pages show, as versioned JSON.
struct APIRoutes: Sendable {
    let workspace: Workspace
    let settings: ConsoleSettings
    let sight: PoolSight
    let tasks: TaskFolder
    let doctor: DoctorDesk

    private struct Moves: Encodable {
        var format = "p2v-moves/1"
        var moves: [MigrationReport]
    }
    private struct Trails: Encodable {
        var format = "p2v-move-trails/1"
        var moves: [Trail]
    }
    private struct Trail: Encodable {
        var name: String
        var machine: String
        var from: String
        var to: String
        var begunAt: Moment
        var standing: MoveSeen.Standing
        var remainingBytes: UInt64?
        var pass: UInt64?
    }
    private struct Tasks: Encodable {
        var format = "p2v-tasks/1"
        var tasks: [TaskSeen]
        var unreadable: [String]
    }
    private struct Doctor: Encodable {
        var format = "p2v-doctor-sight/1"
        var seenAt: Moment?
        var isLooking: Bool
        var examination: Examination?
    }

    static let all = [
        APIRoute(
            path: "/api/v1/pool", summary: "Hosts, VMs and storage as they were last seen", schema: .reference("Pool")
        ) {
            try JSONText.encode($0.sight)
        },
        APIRoute(
            path: "/api/v1/moves", summary: "The last hundred moves of this store",
            schema: .object(["format": .constant("p2v-moves/1"), "moves": .array(.anything)])
        ) { routes in
            try JSONText.encode(Moves(moves: try await routes.workspace.openStore().reports(limit: 100)))
        },
        APIRoute(
            path: "/api/v1/moves/now", summary: "Moves that go on, and those watched lately",
            schema: .object([
                "format": .constant("p2v-move-trails/1"), "moves": .array(.reference("Trail")),
            ])
        ) { routes in
            let trails = try MoveTrails(routes.workspace).newest(20).map { move in
                Trail(
                    name: move.name, machine: move.head.machine, from: move.head.from, to: move.head.to,
                    begunAt: move.head.begunAt, standing: move.standing, remainingBytes: move.progress?.remainingBytes,
                    pass: move.progress?.pass)
            }
            return try JSONText.encode(Trails(moves: trails))
        },
        APIRoute(
            path: "/api/v1/tasks", summary: "What was begun from a console over this store",
            schema: .object([
                "format": .constant("p2v-tasks/1"), "tasks": .array(.reference("Task")), "unreadable": .array(.string),
            ])
        ) { routes in
            let (tasks, unreadable) = try routes.tasks.all()
            return try JSONText.encode(Tasks(tasks: tasks, unreadable: unreadable))
        },
        APIRoute(
            path: "/api/v1/doctor",
            summary: "The last examination of machine, pool and storage; asking begins one where it is old",
            schema: .object([
                "format": .constant("p2v-doctor-sight/1"), "seenAt?": .number, "isLooking": .boolean,
                "examination?": .reference("Examination"),
            ])
        ) { routes in
            await routes.doctor.look()
            let last = await routes.doctor.last
            return try JSONText.encode(
                Doctor(seenAt: last?.at, isLooking: await routes.doctor.isLooking, examination: last?.examination))
        },
    ]
}
