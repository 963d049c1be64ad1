internal import Estate

/// What `sar` prints: tables with a clock of 12 or 24 hours, one day a head line, in the server's own time.
///
/// ```
/// Linux 6.1.0-13-amd64 (vm) 	11/25/2026 	_x86_64_	(2 CPU)
///
/// 12:00:01 AM     CPU     %user     %nice   %system   %iowait    %steal     %idle
/// 12:10:01 AM     all      2.10      0.00      0.80      0.10      0.00     97.00
/// Average:        all      …
/// 12:14:33 AM  LINUX RESTART	(2 CPU)
/// ```
struct SarText {
    private let options: SarOptions
    private var day: CivilDate?
    private var table: ActivityTable?
    /// The last row's second of the day, and midnights passed in this table.
    private var last = 0
    private var midnights = 0
    private var tableEnded = true
    private var records: [Double: HistoryRecord] = [:]

    /// - Throws: ``Failure`` for a clock that is not understood: half of a day would be read as the other half.
    static func parse(
        _ text: String, interfaces: Set<String>, options: SarOptions
    ) throws(Failure) -> HistoryRead {
        var reader = SarText(options: options)
        var rows = HistoryRows()
        for (number, line) in Lines.numbered(text) {
            guard let line else {
                rows.count(.notUnderstood, line: number)
                continue
            }
            rows.count(try reader.read(line.words, interfaces), line: number)
        }
        return HistoryRead(reader.records, rows)
    }

    private init(options: SarOptions) {
        self.options = options
        day = options.day
    }

    private mutating func read(
        _ words: [String], _ interfaces: Set<String>
    ) throws(Failure) -> HistoryRows.Outcome? {
        guard let first = words.first else { return nil }
        if first == "Linux" || first == "#" {
            day = words.compactMap(options.date).first ?? options.day
            (table, tableEnded) = (nil, true)
            return nil
        }
        // `Average:`, in whatever language, ends a table.
        if first.hasSuffix(":") {
            tableEnded = true
            return nil
        }
        guard let (second, cells) = SarClock.parse(words) else {
            if SarClock.looksLikeOne(first) { throw Self.refusal(words.prefix(2).joined(separator: " ")) }
            // Before its first table a text may say anything.
            return table == nil ? nil : .notUnderstood
        }
        if let half = SarClock.unknownHalf(cells) { throw Self.refusal("\(first) \(half)") }
        if ["LINUX", "LINUX-RESTART", "COM"].contains(cells.first) { return nil }
        if ActivityTable.isHead(cells) {
            begin(ActivityTable(cells))
            return nil
        }
        guard let day else { return .notUnderstood }
        if second < last - 43_200 { midnights += 1 }
        last = second
        let local = Double((day.days + midnights) * 86_400 + second)
        let time = options.stamp.seconds(local: local)
        guard let table, cells.count >= table.columns.count else { return .notUnderstood }
        var record = records[time] ?? HistoryRecord(time: time)
        let outcome = table.fill(&record, cells.map { $0[...] }, interfaces: interfaces)
        records[time] = record
        return outcome
    }

    private static func refusal(_ clock: String) -> Failure {
        Failure(
            "read the history", on: "sar's text",
            because: "its clock \"\(clock.prefix(40))\" is in words that p2v does not know",
            next: "print it again with LC_ALL=C sar, or bring the text of sadf -d")
    }

    /// sar repeats a table's head after a restart; only another table begins the day again.
    private mutating func begin(_ head: ActivityTable) {
        if tableEnded || table?.columns != head.columns { (last, midnights) = (0, 0) }
        (table, tableEnded) = (head, false)
    }
}
