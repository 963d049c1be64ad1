internal import Estate

/// `sadf -d`: one table an activity, `;` between columns, a `#` line with the columns' names before each.
struct SadfText {
    private var table: ActivityTable?
    private var records: [Double: HistoryRecord] = [:]
    private let interfaces: Set<String>
    private let stamp: Timestamp

    /// - Parameter interfaces: interfaces that count; bonds and bridges would count twice. Empty: all but `lo`.
    static func parse(
        _ text: String, interfaces: Set<String>, stamp: Timestamp = Timestamp()
    ) -> [HistoryRecord] {
        var reader = SadfText(interfaces: interfaces, stamp: stamp)
        // Splitting bytes and not characters keeps a month of ten-minute records well under a second.
        for line in text.utf8.split(separator: UInt8(ascii: "\n")) where line.count <= Lines.longest {
            reader.read(Substring(line))
        }
        return reader.records.values.sorted { $0.time < $1.time }
    }

    private init(interfaces: Set<String>, stamp: Timestamp) {
        self.interfaces = interfaces
        self.stamp = stamp
    }

    private mutating func read(_ line: Substring) {
        let cells = line.utf8.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map(Substring.init)
        if line.hasPrefix("# hostname") {
            table = ActivityTable(cells.map(\.trimmed))
            return
        }
        // `LINUX-RESTART` and `COM` lines are shorter than any table.
        guard let table, let at = table.columns["timestamp"], cells.count >= table.columns.count,
            let time = stamp.seconds(cells[at])
        else { return }
        var record = records[time] ?? HistoryRecord(time: time)
        table.fill(&record, cells, interfaces: interfaces)
        records[time] = record
    }
}
