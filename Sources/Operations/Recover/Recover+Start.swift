internal import Balancer
internal import Estate
internal import Logging
internal import Pool
internal import Store

extension Recover {
    /// What the SR tells: a VM whose image somebody writes still runs somewhere, whatever the network says.
    func watchImages(_ plan: RecoveryPlan, _ page: HostPage) async throws -> ImageGuard {
        let images = plan.restarts.flatMap { restart in (page.disks?[restart.vm] ?? []).map { (restart.vm, $0) } }
        let guardian = try await ImageGuard(images, repositories: try await session.pool.storage())
        let alive: [String]
        do { alive = try await guardian.written(within: request.watchSeconds) } catch {
            await guardian.release()
            throw error
        }
        guard alive.isEmpty else {
            await guardian.release()
            throw Failure(
                "recover the host's VMs", on: request.host,
                because: "somebody writes to the images of \(alive.joined(separator: ", ")): the host runs them still",
                next: "no VM was started; turn \(request.host) off, then run this again", exit: .refused)
        }
        return guardian
    }

    /// One after another, by priority; one that cannot start does not keep the others down.
    func perform(_ restarts: [BalanceRestart], _ page: HostPage) async throws {
        var failed: [String] = []
        for restart in restarts {
            try Task.checkCancellation()
            do {
                try await start(restart, page)
            } catch {
                failed.append("\(restart.vm): \(error)")
            }
        }
        guard failed.isEmpty else {
            throw Failure(
                "start all VMs", on: request.host, because: failed.joined(separator: "; "),
                next: "mend the cause and run this again; VMs that run are left alone")
        }
    }

    private func start(_ restart: BalanceRestart, _ page: HostPage) async throws {
        guard let definition = page.definitions[restart.vm] else {
            throw Failure(
                "start the VM", on: restart.vm, because: "its definition is not known", next: "define it by hand")
        }
        try await note(restart, .started, "")
        try await session.pool.restore(definition, on: restart.to)
        try await session.pool.start(restart.vm, on: restart.to, despiteSilenceOf: dead)
        tell(.started(vm: restart.vm, host: restart.to))
        do { try await note(restart, .finished, restart.to) } catch {
            session.workspace.log.warning("\(restart.vm) runs on \(restart.to); its end is not on record: \(error)")
        }
    }

    private func note(_ restart: BalanceRestart, _ event: JournalRecord.Event, _ detail: String) async throws {
        try await session.store.append(
            JournalRecord(
                run: "recover/\(request.host)", step: restart.vm, event: event, at: session.workspace.now(),
                detail: detail))
    }
}
