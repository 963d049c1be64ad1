import Estate

/// A journal in memory that fails, or is killed, at a record.
actor MemoryJournal: Journal {
    enum Fault: Sendable, Hashable {
        /// From this record on, counted from 1, nothing can be written.
        case failsFrom(Int)
        /// Only this record cannot be written.
        case failsAt(Int)
        /// The process ends before, or after, this record is on disk.
        case killedBefore(Int)
        case killedAfter(Int)
    }

    private(set) var all: [JournalRecord]
    private var fault: Fault?
    private var count = 0
    private(set) var isKilled = false

    init(_ records: [JournalRecord] = [], fault: Fault? = nil) {
        all = records
        self.fault = fault
    }

    func records(of run: String) -> [JournalRecord] { all.filter { $0.run == run } }

    func append(_ record: JournalRecord) async throws {
        count += 1
        switch fault {
        case .failsFrom(let number) where count >= number: throw full()
        case .failsAt(let number) where count == number: throw full()
        case .killedBefore(let number) where count >= number: await die()
        case .killedAfter(let number) where count >= number:
            if count == number { all.append(record) }
            await die()
        default: all.append(record)
        }
    }

    /// Never returns: what comes after a kill does not happen.
    private func die() async {
        isKilled = true
        await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in }
    }

    private func full() -> Failure {
        Failure("write the journal", on: "the store", because: "no space left on device", next: "make room")
    }
}
