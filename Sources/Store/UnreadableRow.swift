package import Estate

/// A row of the store that this p2v cannot read: it is damaged, or a later version wrote it.
package struct UnreadableRow: Sendable, Hashable, CustomStringConvertible {
    /// `profile`, `series`, `migration`.
    package var table: String
    package var id: Int64
    /// Whose it is: a server, a VM.
    package var name: String
    package var at: Moment
    package var because: String

    package init(table: String, id: Int64, name: String, at: Moment, because: String) {
        self.table = table
        self.id = id
        self.name = name
        self.at = at
        self.because = because
    }

    package var description: String {
        "the \(table) of \(name) (row \(id)) cannot be read and is left out: \(because)"
    }
}
