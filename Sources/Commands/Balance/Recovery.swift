internal import Balancer
internal import Estate
internal import Foundation
internal import Operations
internal import Pool
internal import Shell
internal import Store
internal import Terminal

/// Restarting what a dead host ran.
struct Recovery {
    let session: BalanceSession
    let host: String

    func plan() async throws -> ([BalanceRestart], [BalanceStay], HostPage) {
        var state = try await session.observe(settling: false)
        guard state.hosts.first(where: { $0.name == host })?.state == .lost else {
            throw Failure(
                "recover the host's VMs", on: host, because: "the pool has no such host, or the host answers",
                next: "use `p2v evacuate \(host)` for a host that lives", exit: .refused)
        }
        guard let page = try await session.page(of: host) else {
            throw Failure(
                "recover the host's VMs", on: host, because: "no run has seen the host alive",
                next: "define and start its VMs by hand", exit: .refused)
        }
        let running = Set(state.machines.map(\.name))
        state.machines += page.machines.filter { !running.contains($0.name) }
        session.file.complete(&state)
        if let index = state.hosts.firstIndex(where: { $0.name == host }) {
            // A host that does not answer tells no size; that of its VMs will do, since nothing is placed there.
            state.hosts[index].memoryMiB = max(state.hosts[index].memoryMiB, 1)
            state.hosts[index].cores = max(state.hosts[index].cores, 1)
        }
        let (restarts, stays) = try Balancer.recover(state, host: host, policy: session.policy())
        return (restarts, stays, page)
    }

    func show(_ restarts: [BalanceRestart], _ stays: [BalanceStay]) throws {
        if session.json {
            print(try JSONText.encode(RecoveryAnswer(host: host, restarts: restarts, stays: stays)))
            return
        }
        var table = Table([">#", "VM", "START ON", "WHY"])
        for (index, restart) in restarts.enumerated() {
            table.add(["\(index + 1)", restart.vm, restart.to, restart.reason])
        }
        print(restarts.isEmpty ? "Nothing to start.\n" : table.text, terminator: "")
        for stay in stays { print("stays down: \(Sanitised.text(stay.vm)): \(Sanitised.text(stay.reason))") }
    }

    func fence(with program: String) async throws {
        let output = try await Shell.run(Command([program, host]))
        guard output.status == 0 else {
            throw Failure(
                "fence the host", on: host, because: "\(program) ended with \(output.status): \(output.standardError)",
                next: "no VM was started; turn the host off by hand and run this again")
        }
    }

    /// What the SR tells: a VM whose image somebody writes still runs somewhere, whatever the network says.
    func watchImages(_ restarts: [BalanceRestart], _ page: HostPage, for seconds: Double) async throws
        -> ImageGuard
    {
        let images = restarts.flatMap { restart in (page.disks?[restart.vm] ?? []).map { (restart.vm, $0) } }
        let guardian = try await ImageGuard(images, repositories: try await session.pool.storage())
        let alive = try await guardian.written(within: seconds)
        guard alive.isEmpty else {
            await guardian.release()
            throw Failure(
                "recover the host's VMs", on: host,
                because: "somebody writes to the images of \(alive.joined(separator: ", ")): the host runs them still",
                next: "no VM was started; turn \(host) off, then run this again", exit: .refused)
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
                FileHandle.standardError.write(Data("started \(restart.vm) on \(restart.to)\n".utf8))
            } catch {
                failed.append("\(restart.vm): \(error)")
            }
        }
        guard failed.isEmpty else {
            throw Failure(
                "start all VMs", on: host, because: failed.joined(separator: "; "),
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
        try await session.pool.start(restart.vm, on: restart.to, despiteUnreachable: true)
        try await note(restart, .finished, restart.to)
    }

    private func note(_ restart: BalanceRestart, _ event: JournalRecord.Event, _ detail: String) async throws {
        try await session.store.append(
            JournalRecord(
                run: "recover/\(host)", step: restart.vm, event: event, at: BalanceSession.now(), detail: detail))
    }
}

/// `p2v-recovery/1`.
private struct RecoveryAnswer: Encodable {
    var format = "p2v-recovery/1"
    var host: String
    var restarts: [BalanceRestart]
    var stays: [BalanceStay]
}
