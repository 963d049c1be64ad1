import Estate

/// A journal in memory.
actor MemoryJournal: Journal {
    private(set) var all: [JournalRecord] = []

    func records(of run: String) -> [JournalRecord] { all.filter { $0.run == run } }

    func append(_ record: JournalRecord) { all.append(record) }
}
