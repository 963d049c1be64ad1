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
    private var questions: OpenQuestions

    /// Opens nothing.
    ///
    /// - Parameter patience: seconds that a look waits for the place before it is not known.
    package init(_ workspace: Workspace, _ pool: any Pool, patience: Double = 30) {
        self.patience = patience
        questions = OpenQuestions(patience: patience)
        self.workspace = workspace
        self.pool = pool
    }

    /// The ledger itself.
    ///
    /// - Throws: ``Failure``, as ``Workspace/openLedger(_:)``.
    package func required() async throws -> PoolLedger {
        if let ledger { return ledger }
        let opened = try await opened()
        // Another caller may have been quicker: one run of moves writes one file.
        if let ledger { return ledger }
        ledger = opened
        return opened
    }

    /// Who acts waits longer than who looks, and not for ever.
    private func opened() async throws -> PoolLedger {
        let late = Failure(
            "reach the pool's state", on: pool.name, because: "its place did not answer in \(Int(Self.limit)) s",
            next: "nothing is done without it, since hosts may be closed for work there; check the SR's server")
        let (workspace, pool) = (workspace, pool)
        return try await OneAnswer<Result<PoolLedger, any Error>>.within(Self.limit, late: .failure(late)) {
            do { return .success(try await workspace.openLedger(pool)) } catch { return .failure(error) }
        }.get()
    }

    /// Seconds.
    private static let limit = 45.0

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
        let late = Observed<Value>.unknown(
            because: "the place of the pool's state did not answer in \(Int(patience)) s")
        if questions.isSilent(at: .now) { return late }
        let question = questions.begin(at: .now)
        return await OneAnswer.within(patience, late: late) { await self.attempt(question, ask) }
    }

    private func attempt<Value: Sendable>(
        _ question: Int, _ ask: (PoolLedger) async throws -> Value
    ) async -> Observed<Value> {
        do {
            let answer = try await ask(try await required())
            questions.end(question)
            return .known(answer)
        } catch {
            questions.fail(question, at: .now)
            // The next look connects anew: a server that came back is seen.
            ledger = nil
            return .unknown(because: (error as? Failure).map { "\($0.subject): \($0.because)" } ?? "\(error)")
        }
    }
}
