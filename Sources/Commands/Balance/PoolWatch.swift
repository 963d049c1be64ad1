internal import Balancer
internal import Estate
internal import Foundation
internal import Metrics
internal import Operations
internal import Pool
internal import Store

/// Looks at the pool again and again: keeps its load, and shows it. What cannot be seen is a gap, and is counted.
actor PoolWatch {
    private let pool: any Pool
    private let store: Store
    private let memory: PoolMemory
    private let server: MetricsServer
    private let policy: BalancePolicyFile
    private var metrics = PoolMetrics()
    private var condensedAt = Moment(seconds: 0)

    /// Seconds between two tidyings of the history, and between two looks at what each host runs.
    private static let tidying = 3600.0

    init(pool: any Pool, store: Store, memory: PoolMemory, server: MetricsServer, policy: BalancePolicyFile) {
        self.policy = policy
        self.pool = pool
        self.store = store
        self.memory = memory
        self.server = server
    }

    /// - Parameter interval: seconds of each observation; they follow each other without a gap.
    func run(interval: Double, for duration: Double?) async throws {
        let began = ContinuousClock.now
        while !Task.isCancelled {
            if let duration, (ContinuousClock.now - began) / .seconds(1) >= duration { return }
            do {
                try await look(interval)
            } catch is CancellationError {
                return
            } catch {
                guard !Task.isCancelled else { return }
                metrics.failures += 1
                FileHandle.standardError.write(Data("the pool was not observed: \(error)\n".utf8))
                try? await Task.sleep(for: .seconds(interval))
            }
            await server.show(metrics.text)
        }
    }

    private func look(_ interval: Double) async throws {
        let load = try await pool.load(over: .seconds(interval))
        let now = BalanceSession.now()
        try await store.save(load.records(at: now))
        let closed = await memory.closedHosts()
        var state = try await PoolObserver(pool: pool, closed: closed).observe(load)
        policy.complete(&state)
        metrics.load = load
        metrics.observedAt = now
        // A host that is closed offers no room, one that cannot be asked may run anything: then this is not known.
        metrics.survivesHostLoss =
            closed.reason == nil && state.blindness == nil
            ? try Balancer.hostLosses(state, limit: 1).survivable == 1 : nil
        if let reason = closed.reason {
            FileHandle.standardError.write(Data("\(PoolObserver.marksUnknown)\(reason)\n".utf8))
        }
        guard now.seconds - condensedAt.seconds > Self.tidying else { return }
        try await store.condenseLoad(now: now)
        if let failure = await memory.keep(try await HostPage.collect(state, pool, at: now)) { throw failure }
        condensedAt = now
    }
}
