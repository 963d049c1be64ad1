internal import Balancer
internal import Estate
internal import Pool

extension Recover {
    /// What the host ran, and where each VM of it starts again.
    func plan() async throws -> (RecoveryPlan, HostPage) {
        let host = request.host
        try await session.require(host, to: "recover the host's VMs")
        var state = try await session.observe(settling: false).state
        try proveLost(in: state)
        guard let page = try await session.memory.required().page(of: host) else {
            throw Failure(
                "recover the host's VMs", on: host, because: "no run has seen the host alive",
                next: "define and start its VMs by hand", exit: .refused)
        }
        add(page, to: &state)
        let (restarts, stays) = try Balancer.recover(state, host: host, policy: session.policy())
        var plan = RecoveryPlan(host: host, restarts: restarts, stays: stays)
        plan.keepUntold(Set(page.machines.filter { $0.pinned == PoolObserver.stateUnseen }.map(\.name)))
        plan.keepUndefined({ page.definitions[$0] != nil }, because: undefinedReason)
        let repositories = try await session.pool.storage()
        plan.holdBack(allowed: request.fence != nil || request.despiteUnwatched) {
            ImageGuard.obstacle($0, page.disks?[$0], repositories)
        }
        return (plan, page)
    }

    private func proveLost(in state: BalanceState) throws {
        guard let known = state.hosts.first(where: { $0.name == request.host }) else {
            throw Failure.noHost(request.host, to: "recover the host's VMs", among: state.hosts.map(\.name))
        }
        guard known.state != .lost else { return }
        throw Failure(
            "recover the host's VMs", on: request.host, because: "the host answers",
            next: "use `p2v evacuate \(request.host)` for a host that lives", exit: .refused)
    }

    /// XAPI keeps definitions itself, and takes a host's VMs for running until somebody declares the host dead.
    private var undefinedReason: String {
        session.pool.features.contains(.maintenance)
            ? "XAPI has its definition, and starts it once it knows that the host is dead: xe host-declare-dead for "
                + "\(request.host) when it is off for certain, then xe vm-start"
            : "its definition is not known: define it by hand"
    }

    private func add(_ page: HostPage, to state: inout BalanceState) {
        let running = Set(state.machines.map(\.name))
        state.add(page.machines.filter { !running.contains($0.name) })
        session.file.complete(&state)
        guard let index = state.hosts.firstIndex(where: { $0.name == request.host }) else { return }
        // A host that does not answer tells no size; that of its VMs will do, since nothing is placed there.
        state.hosts[index].memoryMiB = max(state.hosts[index].memoryMiB, 1)
        state.hosts[index].cores = max(state.hosts[index].cores, 1)
    }
}
