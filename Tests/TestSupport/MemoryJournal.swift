package import Estate
internal import Synchronization

/// A journal in memory, which can be told to fail.
package final class MemoryJournal: Journal {
    private let lines: Mutex<[JournalRecord]>
    private let refuses: @Sendable (JournalRecord) -> Bool

    /// - Parameter refuses: the records that cannot be written: a full disk, a lost store.
    package init(
        _ lines: [JournalRecord] = [], refusing refuses: @escaping @Sendable (JournalRecord) -> Bool = { _ in false }
    ) {
        self.lines = Mutex(lines)
        self.refuses = refuses
    }

    /// Everything that was written, oldest first.
    package var all: [JournalRecord] { lines.withLock(\.self) }

    package func records(of run: String) async throws -> [JournalRecord] { all.filter { $0.run == run } }

    package func append(_ record: JournalRecord) async throws {
        guard !refuses(record) else {
            throw Failure("write the journal", on: record.step, because: "told to fail", next: "nothing", exit: .error)
        }
        lines.withLock { $0.append(record) }
    }
}
