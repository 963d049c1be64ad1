package import Estate

/// A file of the past that a user brings: text of `sar`, of `sadf -d`, of `pmrep -o csv`, or a CSV of one's own.
package struct HistoryFile: Sendable {
    package enum Format: String, Sendable, CaseIterable {
        case sar, sadf, pmrep, csv
    }

    /// Processors of the server: sysstat keeps percents.
    package var threads: Int
    /// RAM of the server, to turn "available" into "in use".
    package var memoryBytes: UInt64
    /// Interfaces that count; empty for all but `lo`.
    package var interfaces: Set<String>
    package var sar: SarOptions

    package init(threads: Int, memoryBytes: UInt64, interfaces: Set<String> = [], sar: SarOptions = SarOptions()) {
        self.threads = threads
        self.memoryBytes = memoryBytes
        self.interfaces = interfaces
        self.sar = sar
    }

    /// What a text is, by its first line that says something.
    package static func format(of text: String) -> Format? {
        for line in text.split(maxSplits: 50, whereSeparator: \.isNewline).prefix(50) where !line.trimmed.isEmpty {
            if line.hasPrefix("# hostname;") { return .sadf }
            if line.hasPrefix("Time,") || line.hasPrefix("\"Time\",") { return .pmrep }
            let words = line.words
            if line.hasPrefix("Linux ") || SarClock.parse(words) != nil
                || words.first.map(SarClock.looksLikeOne) == true
            {
                return .sar
            }
            let head = Set(line.lowercased().split { $0 == "," || $0 == ";" }.map(\.unquoted))
            if head.contains("time"), head.count > 1 { return .csv }
        }
        return nil
    }

    /// - Parameter source: the file's name, for errors.
    /// - Throws: ``Failure`` for a text of another kind, and for one without a record of processor and memory.
    package func series(_ text: String, as format: Format? = nil, source: String) throws(Failure) -> UtilisationSeries {
        try read(text, as: format, source: source).series
    }

    /// The same, and what became of each row.
    package func read(
        _ text: String, as format: Format? = nil, source: String
    ) throws(Failure) -> (series: UtilisationSeries, rows: HistoryRows) {
        guard let format = format ?? Self.format(of: text) else {
            throw failure(source, "it is no text of sar, sadf -d or pmrep -o csv, and no CSV with a column time")
        }
        let found =
            switch format {
            case .sar: try SarText.parse(text, interfaces: interfaces, options: sar)
            case .sadf: SadfText.parse(text, interfaces: interfaces, stamp: sar.stamp)
            case .pmrep: PmrepText.parse(text, interfaces: interfaces, stamp: sar.stamp)
            case .csv: try LoadCSV.parse(text, stamp: sar.stamp, source: source)
            }
        if found.records.isEmpty, format == .sar {
            throw failure(source, "no row has a day: sar's line \"Linux … DATE\" is missing", "give --day 2026-11-25")
        }
        guard let series = HistoryGrid(threads: threads, memoryBytes: memoryBytes).series(found.records) else {
            throw failure(
                source, "no record has both processor and memory, or its times are years apart",
                "sar -u -r (better sar -A) and sadf -d FILE -- -u -r -b -n DEV have both")
        }
        return (series, found.rows)
    }

    private func failure(
        _ source: String, _ because: String, _ next: String = "see the reference, \"Histories that p2v reads\""
    ) -> Failure {
        Failure("read the history", on: source, because: because, next: next)
    }
}

extension HistoryFile {
    /// What pmrep is asked for.
    package static let pcpMetrics = PmrepText.metrics
}
