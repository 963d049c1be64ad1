/// What a text of the past holds, and what became of its rows.
struct HistoryRead: Sendable {
    /// Ascending.
    let records: [HistoryRecord]
    private(set) var rows: HistoryRows

    init(_ records: [Double: HistoryRecord], _ rows: HistoryRows) {
        self.records = records.values.sorted { $0.time < $1.time }
        self.rows = rows
        let lacks = Self.lacks(self.records)
        self.rows.without = lacks.isEmpty ? nil : lacks
    }

    private static func lacks(_ records: [HistoryRecord]) -> [String] {
        guard !records.isEmpty else { return [] }
        let disks = records.contains { $0.operations != nil || $0.diskSum != nil || $0.diskBytes != nil }
        return (disks ? [] : ["disks"]) + (records.contains { $0.networkBytes != nil } ? [] : ["network"])
    }
}
