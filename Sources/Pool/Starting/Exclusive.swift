/// Lets one p2v at a time look at a pool and start a machine, of all processes and machines that use the pool.
///
/// The pool does not know how: whoever opens it gives it a lock that lies with the pool's own state. Held for seconds.
package protocol Exclusive: Sendable {
    /// Waits for its turn, works, and lets go however the work ends.
    ///
    /// - Parameter purpose: who does what, for whoever has to wait.
    /// - Throws: what `work` throws; ``Failure`` when there is no turn in time, or when the lock cannot be reached.
    func alone(_ purpose: String, _ work: @Sendable () async throws -> Void) async throws
}

/// No lock: for a pool that lives in one process, and where there is no place for one. The second look that follows
/// each start still lets one of two run.
package struct Unlocked: Exclusive {
    package init() {}

    package func alone(_ purpose: String, _ work: @Sendable () async throws -> Void) async throws {
        try await work()
    }
}
