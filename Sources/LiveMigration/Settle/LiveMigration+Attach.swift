internal import Estate
internal import Foundation
internal import Pool

extension LiveMigration {
    /// Takes up a move that an earlier p2v began: follows it to its end, and sees to it that one copy runs.
    ///
    /// - Parameter silentIsOff: the operator says that hosts which do not answer are off.
    /// - Throws: ``Failure`` (refused) when no move of the machine is under way or unsettled; ``Failure`` that names the
    ///   holder when it cannot be settled.
    package func attach(
        _ machine: String, silentIsOff: Bool = false, patience: Duration = .seconds(60),
        events: @escaping @Sendable (MigrationNews) -> Void = { _ in }
    ) async throws -> MigrationSettled {
        guard let request = try await unsettled(machine) else {
            throw Failure(
                "attach to the move", on: machine, because: "no move of it is under way or unsettled",
                next: "see `p2v pool` for where it runs, and `p2v history \(machine)` for its moves", exit: .refused)
        }
        let settlement = Settlement(
            pool: pool, request: request, mayHaveSwitched: true, postCopy: true, patience: patience,
            silentIsOff: silentIsOff, news: events)
        async let steered: Void = steer(request)
        let settled = await settlement.settle()
        await steered
        try await note(settled)
        guard settled.isSettled || settled.holder == nil && settled.source.isEmpty && settled.destination.isEmpty else {
            throw Failure(
                "settle the move", on: machine, because: settled.explanation, next: settled.advice)
        }
        return settled
    }

    /// Settles what an earlier run left behind, before a new move begins.
    func settleEarlier(_ order: MigrationOrder, _ news: @escaping @Sendable (MigrationNews) -> Void) async throws {
        guard let records = try? await journal.records(of: Self.run(order.machine)),
            let request = UnsettledMove(records)?.request
        else { return }
        if (try? await pool.jobProgress(of: order.machine, on: request.from)) ?? nil != nil {
            throw Failure(
                "migrate the machine", on: order.machine,
                because: "an earlier move of it, to \(request.to), is still under way",
                next: "follow it to its end with p2v migrate --attach \(order.machine)", exit: .busy)
        }
        _ = try await attach(order.machine, events: news)
    }

    static func run(_ machine: String) -> String { "migrate/\(machine)" }

    private func note(_ settled: MigrationSettled) async throws {
        let event: JournalRecord.Event = settled.holder == settled.to ? .finished : .failed
        let detail = try Self.text(settled)
        try await journal.append(
            JournalRecord(run: Self.run(settled.machine), step: "settle", event: event, at: now(), detail: detail))
    }

    /// The journal knows where it was going; a move that somebody else began is found by its job.
    private func unsettled(_ machine: String) async throws -> MigrationRequest? {
        if let known = UnsettledMove(try await journal.records(of: Self.run(machine))) { return known.request }
        let places = try await pool.machines().filter { $0.name == machine }.map(\.host)
        for host in places where (try? await pool.jobProgress(of: machine, on: host)) ?? nil != nil {
            let others = try await pool.hosts().map(\.name).filter { $0 != host }
            let to = places.first { $0 != host } ?? others.first
            return to.map { MigrationRequest(machine: machine, from: host, to: $0) }
        }
        return nil
    }

    /// Raises the limit of the pause while the move runs, as the p2v that began it would have done.
    private func steer(_ request: MigrationRequest) async {
        var steps = DowntimeSteps(DowntimePolicy())
        let began = ContinuousClock.now
        while let job = (try? await pool.jobProgress(of: request.machine, on: request.from)) ?? nil {
            if let iteration = job.iteration, let remaining = job.memoryRemainingBytes,
                case .raise(let limit) = steps.next(
                    iteration: iteration, remaining: remaining, at: (ContinuousClock.now - began) / .seconds(1))
            {
                let change = MigrationChange.maxDowntime(milliseconds: limit)
                try? await pool.adjustMigration(of: request.machine, on: request.from, change)
            }
            try? await Task.sleep(for: MigrationPass.interval)
            if Task.isCancelled { return }
        }
    }
}

/// The last move of a machine in the journal, when it has no end there: pure.
struct UnsettledMove: Sendable, Hashable {
    var request: MigrationRequest

    /// - Parameter records: of one machine, oldest first.
    init?(_ records: [JournalRecord]) {
        guard let start = records.lastIndex(where: { $0.event == .started }),
            !records[start...].contains(where: { $0.event == .finished || $0.event == .failed }),
            let words = try? JSONDecoder().decode([String: String].self, from: Data(records[start].detail.utf8)),
            let machine = words["machine"], let from = words["from"], let to = words["to"]
        else { return nil }
        request = MigrationRequest(machine: machine, from: from, to: to, tls: words["tls"] != "false")
    }
}
