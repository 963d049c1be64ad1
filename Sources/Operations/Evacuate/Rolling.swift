package import Balancer
internal import Estate
package import Pool
internal import Store

/// Works on one host after another: empties it, runs the operator's command, refills it. Hosts that are done are noted, so
/// that an interrupted run goes on where it was.
package struct Rolling: Sendable {
    package struct Request: Sendable {
        package var terms: BalanceTerms
        /// In order.
        package var hosts: [String]
        /// For `/bin/sh`, with `P2V_HOST` set.
        package var work: String
        /// How long the command may take for one host; nil for ever.
        package var limit: Duration?
        /// How long after the command a host may still go away to reboot.
        package var settle: Duration = .seconds(20)
        /// How long a host that went away may stay away.
        package var awayLimit: Duration = .seconds(1800)
        /// Forget which hosts an earlier, interrupted run has done.
        package var afresh = false

        package init(_ terms: BalanceTerms, hosts: [String], work: String) {
            self.terms = terms
            self.hosts = hosts
            self.work = work
        }
    }

    private let session: BalanceSession
    private let request: Request
    /// The journal's run.
    private let run: String

    /// - Parameter pool: the pool file's where it is nil.
    package init(
        _ request: Request, in workspace: Workspace, pool: (any Pool)? = nil,
        events: @escaping @Sendable (BalanceEvent) -> Void
    ) throws {
        self.request = request
        run = "rolling/" + request.hosts.joined(separator: ",")
        session = try BalanceSession(in: workspace, request.terms, pool: pool, acts: true, tell: events)
    }

    /// - Returns: the moves that were not all made, where the run ended; nil when every host is done.
    /// - Throws: ``Failure`` when a host cannot be emptied, or its command fails or takes too long: it stays closed.
    package func roll() async throws -> BalanceRunReport? {
        try await session.underLease("rolling") {
            if request.afresh { try await note("afresh") }
            let done = try await finished()
            for host in request.hosts {
                if done.contains(host) {
                    session.tell(.doneBefore(host: host))
                    continue
                }
                if !done.contains(Self.worked(host)), let stopped = try await work(on: host) { return stopped }
                if let stopped = try await refill(host) { return stopped }
                try await note(host)
            }
            try await note("all")
            return nil
        }
    }

    /// That the command has run is noted by itself: it must not run twice because the VMs did not come home.
    private func work(on host: String) async throws -> BalanceRunReport? {
        let evacuation = Evacuation(session: session, largestFirst: true)
        if let stopped = told(try await evacuation.empty(host, dryRun: false, partly: false)) { return stopped }
        try await HostWork(host: host, work: request.work, limit: request.limit).run { [tell = session.tell] in
            tell(.output($0, isError: $1))
        }
        try await note(Self.worked(host))
        return nil
    }

    /// - Throws: ``Failure`` when VMs of the host must stay away: the next host is not emptied then.
    private func refill(_ host: String) async throws -> BalanceRunReport? {
        let back = HostReturn(pool: session.pool, settle: request.settle, limit: request.awayLimit)
        if try await back.wait(for: host) { session.tell(.progress("\(host) was away, and is back")) }
        let result = try await Refill(session: session).bringBack(host, dryRun: false)
        if let stopped = told(result) { return stopped }
        if let left = result.left { throw left }
        return nil
    }

    private func told(_ result: MaintenanceResult) -> BalanceRunReport? {
        guard let report = result.report else { return nil }
        if report.stopped != nil { return report }
        session.tell(.made(report))
        return nil
    }

    private static func worked(_ host: String) -> String { "worked on \(host)" }

    /// Seconds for which a run over all hosts that has ended is not begun again: the same line twice is a slip of the
    /// hand, a month later it is the next month's work.
    private static let remembered = 86_400.0

    /// Hosts done, and worked on: by a run that has not ended, or has ended lately.
    private func finished() async throws -> Set<String> {
        var done: Set<String> = []
        for record in try await session.store.records(of: run) {
            let isOver = session.workspace.now().seconds - record.at.seconds > Self.remembered
            switch record.step {
            case "afresh": done = []
            case "all": if isOver { done = [] }
            default: done.insert(record.step)
            }
        }
        return done
    }

    private func note(_ step: String) async throws {
        try await session.store.append(
            JournalRecord(run: run, step: step, event: .finished, at: session.workspace.now(), detail: ""))
    }
}
