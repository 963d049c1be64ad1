internal import Doctor
internal import Estate
internal import Pool

/// What p2v remembers can be read: this user's store, and the pool's own state. Without either p2v acts on nothing.
struct StateCheck: Check {
    let workspace: Workspace
    let pool: any Pool

    func findings() async -> [Finding] {
        do {
            _ = try workspace.openStore()
            guard try await workspace.hasPlaceForState(pool) else {
                return [
                    Finding(
                        .pool, .warning, pool.name, "has no place for its own state, so p2v moves nothing there",
                        hint: "name one with the key state: of the pool file")
                ]
            }
        } catch {
            let failure = error as? Failure
            return [
                Finding(
                    .machine, .problem, failure?.subject ?? workspace.storePath, failure?.because ?? "\(error)",
                    hint: failure?.next)
            ]
        }
        return [finding(await PoolMemory(workspace, pool).marks())]
    }

    private func finding(_ marks: Observed<[MaintenanceMark]>) -> Finding {
        switch marks {
        case .known(let marks):
            let closed = marks.map(\.host).joined(separator: ", ")
            return Finding(
                .pool, .ok, pool.name,
                closed.isEmpty ? "its own state can be read" : "its own state can be read; closed for work: \(closed)")
        case .unknown(let reason):
            return Finding(
                .pool, .problem, pool.name, PoolObserver.marksUnknown + reason,
                hint: "bring the place of the pool's state back; p2v moves and starts nothing without it")
        }
    }
}
