internal import Balancer
internal import Estate
package import Pool
internal import Store

/// Looks at the pool again and again: keeps its load, and shows it. What cannot be seen is a gap, and is counted.
package actor PoolWatch {
    package enum Event: Sendable {
        case notObserved(any Error)
        /// Which hosts are closed for work is not known.
        case marksUnknown(because: String)
    }

    private let workspace: Workspace
    private let pool: any Pool
    private let store: Store
    private let memory: PoolMemory
    private let policy: BalancePolicyFile
    private let show: @Sendable (PoolMetrics) async -> Void
    private let events: @Sendable (Event) -> Void
    private var metrics = PoolMetrics()
    private var condensedAt = Moment(seconds: 0)

    /// Seconds between two tidyings of the history, and between two looks at what each host runs.
    private static let tidying = 3600.0

    /// - Parameters:
    ///   - policy: its rules decide whether a host may be lost.
    ///   - pool: the pool file's where it is nil.
    ///   - show: given what was seen last, after each observation.
    package init(
        in workspace: Workspace, policy: BalancePolicyFile, pool given: (any Pool)? = nil,
        show: @escaping @Sendable (PoolMetrics) async -> Void,
        events: @escaping @Sendable (Event) -> Void
    ) throws {
        self.workspace = workspace
        self.policy = policy
        self.show = show
        self.events = events
        pool = try given ?? workspace.openPool(keepsRecords: true)
        store = try workspace.openStore()
        memory = PoolMemory(workspace, pool)
    }

    /// - Parameters:
    ///   - interval: seconds of each observation; they follow each other without a gap.
    ///   - duration: seconds; nil until cancelled.
    ///   - grace: what a look under way has to end when p2v is stopped. At a server that stands still it takes a minute
    ///     or two; whoever stops p2v does not wait for that.
    package func run(interval: Double, for duration: Double?, grace: Duration = .seconds(2)) async throws {
        let looks = Task { await self.looks(interval, for: duration) }
        let end = OneAnswer<Void>()
        Task { await end.give(looks.value) }
        await withTaskCancellationHandler {
            await end.wait()
        } onCancel: {
            looks.cancel()
            Task {
                try? await Task.sleep(for: grace)
                await end.give(())
            }
        }
    }

    private func looks(_ interval: Double, for duration: Double?) async {
        let began = ContinuousClock.now
        // The first look takes an interval: until then the page says that nothing was seen yet, which no empty page does.
        await show(metrics)
        while !Task.isCancelled {
            if let duration, (ContinuousClock.now - began) / .seconds(1) >= duration { return }
            guard await watch(interval) else { return }
        }
    }

    /// One observation, kept and shown.
    ///
    /// - Returns: false when the task was cancelled.
    func watch(_ interval: Double) async -> Bool {
        do {
            let (load, state, now) = try await look(interval)
            await show(metrics)
            await keep(load, state, now)
        } catch is CancellationError {
            return false
        } catch {
            guard !Task.isCancelled else { return false }
            metrics.failed()
            events(.notObserved(error))
            await show(metrics)
            try? await Task.sleep(for: .seconds(interval))
        }
        return true
    }

    private func look(_ interval: Double) async throws -> (PoolLoad, BalanceState, Moment) {
        let load = try await pool.load(over: .seconds(interval))
        let now = workspace.now()
        let closed = await memory.closedHosts()
        var state = try await PoolObserver(pool: pool, closed: closed).observe(load)
        policy.complete(&state)
        metrics.take(load, without: Set(state.unseenHosts), at: now)
        // A host that is closed offers no room, one that cannot be asked may run anything: then this is not known.
        metrics.survivesHostLoss =
            closed.reason == nil && state.blindness == nil
            ? try Balancer.hostLosses(state, limit: 1).survivable == 1 : nil
        if let reason = closed.reason { events(.marksUnknown(because: reason)) }
        return (load, state, now)
    }

    /// What was seen was seen, also where it cannot be kept: that is said and counted.
    private func keep(_ load: PoolLoad, _ state: BalanceState, _ now: Moment) async {
        do {
            try await store.save(load.records(at: now))
            guard now.seconds - condensedAt.seconds > Self.tidying else { return }
            try await store.condenseLoad(now: now)
            if let failure = await memory.keep(try await HostPage.collect(state, pool, at: now)) { throw failure }
            condensedAt = now
        } catch {
            metrics.failures += 1
            events(.notObserved(error))
        }
    }
}
