internal import Estate
package import Pool

/// Moves all VMs off a host and closes it for work, or opens it and brings them back.
package struct Evacuate: Sendable {
    package struct Request: Sendable {
        package var terms: BalanceTerms
        package var host: String
        /// Show the moves, change nothing.
        package var dryRun = false
        /// Move what can move although something cannot.
        package var partly = false
        /// Largest VMs first, while there is most room.
        package var largestFirst = true

        package init(_ terms: BalanceTerms, host: String) {
            self.terms = terms
            self.host = host
        }
    }

    private let session: BalanceSession
    private let request: Request

    /// - Parameter pool: the pool file's where it is nil.
    package init(
        _ request: Request, in workspace: Workspace, pool: (any Pool)? = nil,
        events: @escaping @Sendable (BalanceEvent) -> Void
    ) throws {
        self.request = request
        session = try BalanceSession(in: workspace, request.terms, pool: pool, acts: !request.dryRun, tell: events)
    }

    /// - Throws: ``Failure``: refused, before anything moves, where something cannot move; busy under another's lease.
    package func empty() async throws -> MaintenanceResult {
        try await session.underLease("evacuate \(request.host)") {
            try await Evacuation(session: session, largestFirst: request.largestFirst)
                .empty(request.host, dryRun: request.dryRun, partly: request.partly)
        }
    }

    /// - Throws: ``Failure``: refused where the host does not answer; busy under another's lease.
    package func bringBack() async throws -> MaintenanceResult {
        try await session.underLease("return \(request.host)") {
            try await Refill(session: session).bringBack(request.host, dryRun: request.dryRun)
        }
    }
}
