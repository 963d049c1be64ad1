internal import Estate

/// A table that people make themselves. The head names the columns, in any order; `,` or `;` stands between them:
///
/// `time` (seconds since 1970, or ISO 8601), `cpu_percent` or `cores_busy`, `memory_mib` or `memory_bytes`, and where known
/// `disk_iops`, `disk_bytes_per_second`, `network_bytes_per_second`, `run_queue`.
struct LoadCSV {
    private let columns: [String: Int]
    private let stamp: Timestamp
    private let source: String

    /// - Throws: ``Failure`` that names the line: a figure that was skipped would be a wrong size.
    static func parse(_ text: String, stamp: Timestamp, source: String) throws(Failure) -> HistoryRead {
        let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
        guard let head = lines.firstIndex(where: { !$0.trimmed.isEmpty && !$0.hasPrefix("#") }) else {
            return HistoryRead([:], HistoryRows())
        }
        let reader = try LoadCSV(cells(lines[head]).map { $0.lowercased() }, stamp, source)
        var records: [Double: HistoryRecord] = [:]
        var rows = HistoryRows()
        for at in lines.indices.dropFirst(head + 1) where !lines[at].trimmed.isEmpty && !lines[at].hasPrefix("#") {
            let record = try reader.record(cells(lines[at]), line: at + 1)
            rows.count(records[record.time] == nil ? .used : .twice, line: at + 1)
            records[record.time] = records[record.time] ?? record
        }
        return HistoryRead(records, rows)
    }

    private init(_ head: [String], _ stamp: Timestamp, _ source: String) throws(Failure) {
        columns = Dictionary(head.enumerated().map { ($1, $0) }) { first, _ in first }
        self.stamp = stamp
        self.source = source
        for choice in [["time"], ["cpu_percent", "cores_busy"], ["memory_mib", "memory_bytes"]]
        where !choice.contains(where: { columns[$0] != nil }) {
            throw failure("its head names no column \(choice.joined(separator: " or "))")
        }
    }

    private func record(_ cells: [String], line: Int) throws(Failure) -> HistoryRecord {
        guard let at = columns["time"], at < cells.count, let time = stamp.seconds(cells[at]) else {
            throw failure("line \(line) begins with no time")
        }
        var record = HistoryRecord(time: time)
        record.busyPercent = try number("cpu_percent", cells, line)
        record.coresBusy = try number("cores_busy", cells, line)
        let mebibytes = try number("memory_mib", cells, line).map { $0 * 1024 }
        record.memoryUsed = try number("memory_bytes", cells, line).map { $0 / 1024 } ?? mebibytes
        record.operations = try number("disk_iops", cells, line)
        record.diskBytes = try number("disk_bytes_per_second", cells, line)
        record.networkBytes = try number("network_bytes_per_second", cells, line)
        record.runQueue = try number("run_queue", cells, line)
        return record
    }

    /// An empty cell is a gap.
    private func number(_ name: String, _ cells: [String], _ line: Int) throws(Failure) -> Double? {
        guard let at = columns[name], at < cells.count, !cells[at].isEmpty else { return nil }
        guard let value = Double(cells[at]), value.isFinite, value >= 0 else {
            throw failure("line \(line) has \(String(cells[at].prefix(40))) for \(name)")
        }
        return value
    }

    private func failure(_ because: String) -> Failure {
        Failure(
            "read the history", on: source, because: because,
            next: "columns are time, cpu_percent or cores_busy, memory_mib or memory_bytes, and optional ones")
    }

    private static func cells(_ line: Substring) -> [String] {
        line.split(omittingEmptySubsequences: false) { $0 == "," || $0 == ";" }.map(\.unquoted)
    }
}
