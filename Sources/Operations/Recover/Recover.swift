internal import Balancer
internal import Estate
package import Pool
internal import Shell

/// Starts what a dead host ran on the other hosts.
///
/// ```
/// host page + pool → RecoveryPlan → fence → ImageGuard: lease, watch → start, one after another by priority
/// ```
package struct Recover: Sendable {
    package struct Request: Sendable {
        package var terms: BalanceTerms
        package var host: String
        /// The operator says that the host is off and stays off; otherwise nothing is started.
        package var confirmedDead = false
        /// Other hosts of which the operator says the same.
        package var alsoDead: Set<String> = []
        /// A program that turns the host off, given its name.
        package var fence: String?
        /// Seconds to watch the images for writes before the first start.
        package var watchSeconds = 15.0
        /// Start also VMs whose images cannot be watched, without a fence: the operator knows.
        package var despiteUnwatched = false

        package init(_ terms: BalanceTerms, host: String) {
            self.terms = terms
            self.host = host
        }
    }

    package enum Event: Sendable {
        case balance(BalanceEvent)
        case planned(RecoveryPlan)
        /// It starts although nothing can tell whether the host runs it still.
        case unwatched(vm: String, because: String)
        case started(vm: String, host: String)
    }

    let session: BalanceSession
    let request: Request
    let tell: @Sendable (Event) -> Void

    /// - Parameter pool: the pool file's where it is nil.
    package init(
        _ request: Request, in workspace: Workspace, pool: (any Pool)? = nil,
        events: @escaping @Sendable (Event) -> Void
    ) throws {
        self.request = request
        tell = events
        session = try BalanceSession(in: workspace, request.terms, pool: pool, acts: request.confirmedDead) {
            events(.balance($0))
        }
    }

    /// - Returns: what was started, or would be; what stays down, and why.
    /// - Throws: ``Failure``: refused while the host answers or somebody writes its images, and where nothing can start.
    package func run() async throws -> RecoveryPlan {
        try await session.underLease("recover \(request.host)") { try await recover() }
    }

    private func recover() async throws -> RecoveryPlan {
        let (plan, page) = try await plan()
        tell(.planned(plan))
        guard !plan.restarts.isEmpty else {
            if plan.stays.isEmpty { return plan }
            // Whether there is room on a host that does not answer is not known: "make room" is no advice then.
            try await seeOthers()
            throw nothingStarts(plan)
        }
        try await seeOthers()
        guard request.confirmedDead else { return plan }
        for restart in plan.restarts {
            if let why = plan.unwatched[restart.vm] { tell(.unwatched(vm: restart.vm, because: why)) }
        }
        if let fence = request.fence { try await self.fence(with: fence) }
        let guardian = try await watchImages(plan, page)
        do { try await perform(plan.restarts, page) } catch {
            await guardian.release()
            throw error
        }
        await guardian.release()
        return plan
    }

    /// Hosts whose silence says nothing.
    var dead: Set<String> { request.alsoDead.union([request.host]) }

    /// A second host that is silent may run the same VMs: a move that this one began went there.
    private func seeOthers() async throws {
        let silent = try await session.pool.hosts().filter { !$0.reachable && !dead.contains($0.name) }
        guard !silent.isEmpty else { return }
        let names = silent.map(\.name).joined(separator: ", ")
        throw Failure(
            "recover the host's VMs", on: request.host,
            because: "\(names) cannot be asked whether they run there "
                + "(\(silent.map { $0.because ?? "no answer" }.joined(separator: "; ")))",
            next: "no VM was started; bring \(names) back, or say of each that is off for good: --also-dead HOST",
            exit: .refused)
    }

    private func nothingStarts(_ plan: RecoveryPlan) -> Failure {
        let unwatched = plan.stays.count { plan.unwatched[$0.vm] != nil }
        let homeless = plan.stays.count - unwatched - plan.undefined - plan.untold
        let because = [
            unwatched > 0 ? "\(unwatched) of its VMs cannot be watched" : nil,
            plan.undefined > 0 ? "\(plan.undefined) of its VMs cannot be defined from here" : nil,
            plan.untold > 0 ? "of \(plan.untold) of its VMs nobody knows whether they ran" : nil,
            homeless > 0 ? "\(homeless) of its VMs fit nowhere" : nil,
        ].compactMap(\.self).joined(separator: ", ")
        return Failure(
            "recover the host's VMs", on: request.host, because: because,
            next: unwatched > 0
                ? "run this again with --fence PROGRAM"
                : homeless > 0 ? "make room, then run this again" : "do what stands beside each: nothing was done",
            exit: .refused)
    }

    private func fence(with program: String) async throws {
        let output = try await Shell.run(Command([program, request.host]))
        guard output.status == 0 else {
            throw Failure(
                "fence the host", on: request.host,
                because: "\(program) ended with \(output.status): \(output.standardError)",
                next: "no VM was started; turn the host off by hand and run this again")
        }
    }
}
