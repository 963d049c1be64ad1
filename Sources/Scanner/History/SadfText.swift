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
    ) -> HistoryRead {
        var reader = SadfText(interfaces: interfaces, stamp: stamp)
        var rows = HistoryRows()
        for (number, line) in Lines.numbered(text) {
            rows.count(line.map { reader.read($0) } ?? .notUnderstood, line: number)
        }
        return HistoryRead(reader.records, rows)
    }

    private init(interfaces: Set<String>, stamp: Timestamp) {
        self.interfaces = interfaces
        self.stamp = stamp
    }

    private mutating func read(_ line: Substring) -> HistoryRows.Outcome? {
        let cells = line.utf8.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map(Substring.init)
        if line.hasPrefix("# hostname") {
            table = ActivityTable(cells.map(\.trimmed))
            return nil
        }
        if table == nil, cells.count == 1 { return nil }
        let isSign = cells.count > 3 && ["LINUX-RESTART", "COM"].contains { cells[3].hasPrefix($0) }
        if isSign || line.hasPrefix("#") { return nil }
        guard let table, let at = table.columns["timestamp"], cells.count >= table.columns.count,
            let time = stamp.seconds(cells[at])
        else { return .notUnderstood }
        var record = records[time] ?? HistoryRecord(time: time)
        let outcome = table.fill(&record, cells, interfaces: interfaces)
        records[time] = record
        return outcome
    }
}
