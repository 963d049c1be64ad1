/// What a text of the past holds, and what became of its rows.
struct HistoryRead: Sendable {
    /// Ascending.
    let records: [HistoryRecord]
    let rows: HistoryRows

    init(_ records: [Double: HistoryRecord], _ rows: HistoryRows) {
        self.records = records.values.sorted { $0.time < $1.time }
        self.rows = rows
    }
}
