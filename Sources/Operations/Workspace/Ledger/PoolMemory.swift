package import Estate
package import Pool

/// The pool's own state as whoever only looks needs it: what is not known is said and asked for again, and is never
/// empty. Whoever acts asks for ``required()`` first.
package actor PoolMemory {
    private let workspace: Workspace
    private let pool: any Pool
    /// Seconds that a look waits for the place.
    private let patience: Double
    private var ledger: PoolLedger?

    /// Opens nothing.
    ///
    /// - Parameter patience: seconds that a look waits for the place before it is not known.
    package init(_ workspace: Workspace, _ pool: any Pool, patience: Double = 30) {
        self.patience = patience
        self.workspace = workspace
        self.pool = pool
    }

    /// The ledger itself.
    ///
    /// - Throws: ``Failure``, as ``Workspace/openLedger(_:)``.
    package func required() async throws -> PoolLedger {
        if let ledger { return ledger }
        let opened = try await workspace.openLedger(pool)
        // Another caller may have been quicker: one run of moves writes one file.
        if let ledger { return ledger }
        ledger = opened
        return opened
    }

    package func marks() async -> Observed<[MaintenanceMark]> {
        await look { try await $0.marks() }
    }

    package func closedHosts() async -> Observed<Set<String>> {
        await look { try await $0.closedHosts() }
    }

    package func moves(since start: Moment) async -> Observed<[PoolMove]> {
        await look { try await $0.moves(since: start) }
    }

    /// Keeps what hosts run.
    ///
    /// - Returns: why it could not.
    package func keep(_ pages: [HostPage]) async -> Failure? {
        let kept = await look { try await $0.keep(pages) }
        return kept.reason.map {
            Failure("keep what the hosts run", on: pool.name, because: $0, next: "run again when the place is reached")
        }
    }

    private func look<Value: Sendable>(
        _ ask: @escaping @Sendable (PoolLedger) async throws -> Value
    ) async -> Observed<Value> {
        let answer = OneAnswer<Observed<Value>>()
        Task { await answer.give(attempt(ask)) }
        let patience = patience
        Task {
            try? await Task.sleep(for: .seconds(patience))
            await answer.give(.unknown(because: "the place of the pool's state did not answer in \(Int(patience)) s"))
        }
        return await answer.wait()
    }

    private func attempt<Value: Sendable>(_ ask: (PoolLedger) async throws -> Value) async -> Observed<Value> {
        do { return .known(try await ask(try await required())) } catch {
            // The next look connects anew: a server that came back is seen.
            ledger = nil
            return .unknown(because: (error as? Failure).map { "\($0.subject): \($0.because)" } ?? "\(error)")
        }
    }
}

/// The first of several answers.
private actor OneAnswer<Value: Sendable> {
    private var value: Value?
    private var waiter: CheckedContinuation<Value, Never>?

    func give(_ answer: Value) {
        guard value == nil else { return }
        value = answer
        waiter?.resume(returning: answer)
        waiter = nil
    }

    func wait() async -> Value {
        if let value { return value }
        return await withCheckedContinuation { waiter = $0 }
    }
}
