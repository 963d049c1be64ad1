internal import Estate

/// `sadf -d`: one table an activity, `;` between columns, a `#` line with the columns' names before each.
///
/// Columns are found by name: they came and went from sysstat 7 (RHEL 5) to 12. See sadf(1) and sar(1).
struct SadfText {
    private var columns: [String: Int] = [:]
    private var records: [Double: SysstatRecord] = [:]
    private let interfaces: Set<String>

    /// - Parameter interfaces: those whose traffic counts; bonds and bridges would count twice. Empty: all but `lo`.
    static func parse(_ text: String, interfaces: Set<String>) -> [SysstatRecord] {
        var reader = SadfText(interfaces: interfaces)
        // Splitting bytes and not characters keeps a month of ten-minute records well under a second.
        for line in text.utf8.split(separator: UInt8(ascii: "\n")) where line.count <= Lines.longest {
            reader.read(Substring(line))
        }
        return reader.records.values.sorted { $0.time < $1.time }
    }

    private init(interfaces: Set<String>) {
        self.interfaces = interfaces
    }

    private mutating func read(_ line: Substring) {
        let cells = line.utf8.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map(Substring.init)
        if line.hasPrefix("# hostname") {
            columns = Dictionary(cells.enumerated().map { ($1.trimmed, $0) }) { first, _ in first }
            return
        }
        // `LINUX-RESTART` and `COM` lines are shorter than any table.
        guard let at = columns["timestamp"], cells.count >= columns.count, let time = Self.seconds(cells[at]) else {
            return
        }
        var record = records[time] ?? SysstatRecord(time: time)
        fill(&record, cells)
        records[time] = record
    }

    private func fill(_ record: inout SysstatRecord, _ cells: [Substring]) {
        func number(_ name: String) -> Double? {
            columns[name].flatMap { $0 < cells.count ? Double(cells[$0]) : nil }.flatMap { $0.isFinite ? $0 : nil }
        }
        if let processor = columns["CPU"], let idle = number("%idle"), cells[processor] == "-1" {
            record.busyPercent = max(0, 100 - idle - (number("%iowait") ?? 0) - (number("%steal") ?? 0))
        } else if let used = number("kbmemused") {
            record.memoryAvailable = number("kbavail")
            record.memoryUsed = max(0, used - (number("kbbuffers") ?? 0) - (number("kbcached") ?? 0))
        } else if let reads = number("rtps"), let writes = number("wtps") {
            record.operations = reads + writes
            record.diskBytes = 512 * ((number("bread/s") ?? 0) + (number("bwrtn/s") ?? 0))
        } else if let interface = columns["IFACE"] {
            let name = String(cells[interface])
            guard interfaces.isEmpty ? name != "lo" : interfaces.contains(name) else { return }
            let kilobytes = (number("rxkB/s") ?? 0) + (number("txkB/s") ?? 0)
            let bytes = (number("rxbyt/s") ?? 0) + (number("txbyt/s") ?? 0)
            record.networkBytes = (record.networkBytes ?? 0) + kilobytes * 1024 + bytes
        }
    }

    /// Seconds since 1970 (`-U`), or `2026-11-25 00:46:08 UTC`, which is what `-d` writes without it.
    private static func seconds(_ text: Substring) -> Double? {
        if let seconds = Double(text) { return seconds }
        guard text.hasSuffix(" UTC") else { return nil }
        let parts = text.dropLast(4).split { $0 == "-" || $0 == " " || $0 == ":" }.compactMap { Int($0) }
        guard parts.count == 6, (1...12).contains(parts[1]), (1970...9999).contains(parts[0]) else { return nil }
        return Double(days(parts[0], parts[1], parts[2]) * 86_400 + parts[3] * 3600 + parts[4] * 60 + parts[5])
    }

    /// Days since 1970-01-01 in the Gregorian calendar; the year is made to begin in March, so that leap days come last.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
