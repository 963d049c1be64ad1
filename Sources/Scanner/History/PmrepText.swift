internal import Estate

/// `pmrep -o csv` of Performance Co-Pilot: a head with one column a metric and instance, times in UTC, rates a second.
struct PmrepText {
    private let names: [String]

    /// Metrics that are asked for. Processor time comes in milliseconds a second, disk and memory in kilobytes; see
    /// PCPIntro(1) and pminfo(1).
    static let metrics = [
        "kernel.all.cpu.idle", "kernel.all.cpu.wait.total", "kernel.all.cpu.steal", "hinv.ncpu", "mem.util.available",
        "mem.physmem", "disk.all.total", "disk.all.total_bytes", "network.interface.in.bytes",
        "network.interface.out.bytes", "kernel.all.runnable",
    ]

    static func parse(_ text: String, interfaces: Set<String>, stamp: Timestamp = Timestamp()) -> HistoryRead {
        var reader: PmrepText?
        var records: [Double: HistoryRecord] = [:]
        var rows = HistoryRows()
        for (number, line) in Lines.numbered(text) {
            let cells = (line ?? "").split(separator: ",", omittingEmptySubsequences: false).map(\.unquoted)
            if cells[0] == "Time" {
                reader = PmrepText(names: cells)
            } else if let reader, cells.count == reader.names.count, let time = stamp.seconds(cells[0]) {
                // The first row of rates has none.
                let record = reader.record(cells, time, interfaces)
                rows.count(record == nil ? .gap : records[time] == nil ? .used : .twice, line: number)
                records[time] = records[time] ?? record
            } else if reader != nil || cells.count > 1 {
                rows.count(.notUnderstood, line: number)
            }
        }
        return HistoryRead(records, rows)
    }

    private func record(_ cells: [String], _ time: Double, _ interfaces: Set<String>) -> HistoryRecord? {
        let values = Dictionary(zip(names, cells)) { first, _ in first }
        func number(_ name: String) -> Double? {
            values[name].flatMap { Double($0) }.flatMap { $0.isFinite ? $0 : nil }
        }
        guard let idle = number("kernel.all.cpu.idle"), let processors = number("hinv.ncpu"), processors > 0 else {
            return nil
        }
        let away = (number("kernel.all.cpu.wait.total") ?? 0) + (number("kernel.all.cpu.steal") ?? 0)
        var record = HistoryRecord(time: time)
        record.coresBusy = max(0, processors - (idle + away) / 1000)
        record.memoryAvailable = number("mem.util.available")
        record.operations = number("disk.all.total")
        record.diskBytes = number("disk.all.total_bytes").map { $0 * 1024 }
        record.runQueue = number("kernel.all.runnable")
        record.networkBytes = traffic(values, interfaces)
        return record
    }

    /// Instances stand behind the metric's name: `network.interface.in.bytes-eth0`.
    private func traffic(_ values: [String: String], _ interfaces: Set<String>) -> Double? {
        var sum: Double?
        for (name, text) in values {
            guard let (metric, interface) = name.halves("-"), metric.hasPrefix("network.interface."),
                interfaces.isEmpty ? interface != "lo" : interfaces.contains(interface), let bytes = Double(text)
            else { continue }
            sum = (sum ?? 0) + bytes
        }
        return sum
    }
}
