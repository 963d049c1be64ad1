package import Estate
internal import GRDB

/// Marks and host pages of versions that kept them in the journal.
extension Store {
    /// - Parameter run: `maintenance` or `inventory`.
    package func carried(_ run: String) async throws -> [JournalRecord] { try await records("carried", of: run) }

    package func forgetCarried(_ run: String, step: String) async throws {
        try await attempting("forget \(run) of \(step)") { queue in
            try await queue.write { database in
                try database.execute(sql: "DELETE FROM carried WHERE run = ? AND step = ?", arguments: [run, step])
            }
        }
    }
}
