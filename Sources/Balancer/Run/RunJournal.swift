package import Estate

/// How a run of moves is written to the journal and read back.
package struct RunJournal: Sendable {
    private let journal: any Journal
    private let run: String

    package init(_ journal: any Journal, _ run: String) {
        self.journal = journal
        self.run = run
    }

    func begin(_ moves: [BalanceMove], at moment: Moment) async throws {
        let lines = moves.map { Self.line($0) }.joined(separator: "\n")
        try await journal.append(JournalRecord(run: run, step: "plan", event: .started, at: moment, detail: lines))
    }

    package func end(at moment: Moment, stopped: String?) async throws {
        let event: JournalRecord.Event = stopped == nil ? .finished : .failed
        try await journal.append(JournalRecord(run: run, step: "plan", event: event, at: moment, detail: stopped ?? ""))
    }

    func record(
        _ index: Int, _ move: BalanceMove, _ event: JournalRecord.Event, at moment: Moment, detail: String
    ) async throws {
        try await journal.append(
            JournalRecord(run: run, step: Self.line(move), event: event, at: moment, detail: detail))
    }

    /// Moves of the last run that has a beginning and no end: it was killed. Empty when there is none. A line that
    /// cannot be read is passed over: whoever settles asks all VMs that the pool shows as well.
    package func unfinished() async throws -> [(vm: String, from: String, to: String)] {
        let records = try await journal.records(of: run)
        guard let begin = records.last(where: { $0.step == "plan" }), begin.event == .started else { return [] }
        return begin.detail.split(separator: "\n").compactMap { Self.move(String($0)) }
    }

    /// Every move that was begun, oldest first: one that was under way when p2v was killed may have been made.
    ///
    /// - Throws: ``Failure`` for a line that cannot be read: its VM would be forgotten.
    package func begun() async throws -> [(vm: String, from: String, to: String)] {
        try await journal.records(of: run).filter { $0.event == .started && $0.step != "plan" }.map { record in
            if let move = Self.move(record.step) { return move }
            throw Failure(
                "read which VMs were moved", on: run,
                because:
                    "the journal's line \(record.step.prefix(200)), of \(record.at.iso), is none that this p2v writes",
                next: "use the p2v that wrote it, or go by what the pool itself remembers: give another --store",
                exit: .refused)
        }
    }

    /// Moves made since the last run began: what `return` undoes.
    package func madeInLastRun() async throws -> [(vm: String, from: String, to: String)] {
        let records = try await journal.records(of: run)
        guard let start = records.lastIndex(where: { $0.step == "plan" && $0.event == .started }) else { return [] }
        return records[start...].compactMap { $0.event == .finished ? Self.move($0.step) : nil }
    }

    private static func line(_ move: BalanceMove) -> String { JournalledMove(move).text }

    private static func move(_ line: String) -> (vm: String, from: String, to: String)? {
        JournalledMove(line).map { ($0.vm, $0.from, $0.to) }
    }
}
