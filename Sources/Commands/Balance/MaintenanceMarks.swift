internal import Estate

/// Which hosts an evacuation has closed: kept in the journal, so that balancing does not fill them again.
struct MaintenanceMarks {
    private static let run = "maintenance"
    let journal: any Journal

    func closed() async throws -> Set<String> {
        var closed: Set<String> = []
        for record in try await journal.records(of: Self.run) {
            if record.event == .started { closed.insert(record.step) } else { closed.remove(record.step) }
        }
        return closed
    }

    func close(_ host: String, at moment: Moment) async throws {
        try await journal.append(JournalRecord(run: Self.run, step: host, event: .started, at: moment, detail: ""))
    }

    func open(_ host: String, at moment: Moment) async throws {
        try await journal.append(JournalRecord(run: Self.run, step: host, event: .finished, at: moment, detail: ""))
    }
}
