/// The columns of one of sar's tables, found by name: they came and went from sysstat 7 (RHEL 5) to 12.
/// See sar(1) and sadf(1).
struct ActivityTable: Sendable, Hashable {
    private enum Kind { case processor, memory, total, disk, network, queue }

    let columns: [String: Int]
    private let kind: Kind?

    /// - Parameter names: the table's head.
    init(_ names: [String]) {
        columns = Dictionary(names.enumerated().map { ($1, $0) }) { first, _ in first }
        let has = Set(columns.keys).contains
        kind =
            if has("CPU"), has("%idle") {
                .processor
            } else if has("kbmemused") {
                .memory
            } else if has("rtps"), has("wtps") {
                .total
            } else if has("DEV"), has("tps") {
                .disk
            } else if has("IFACE"), has("rxkB/s") || has("rxbyt/s") {
                .network
            } else if has("runq-sz") {
                .queue
            } else {
                nil
            }
    }

    /// Whether words that stand where figures should are the head of a table. One that nobody needs is known by having none.
    static func isHead(_ words: [String]) -> Bool {
        guard words.count > 1 else { return false }
        let isWithoutFigures = words.allSatisfy { number($0[...]) == nil && !["N/A", "nan", "-nan", "-"].contains($0) }
        return isWithoutFigures
            || words.contains {
                ["CPU", "kbmemfree", "tps", "DEV", "IFACE", "runq-sz", "proc/s", "pgpgin/s", "INTR", "TTY"].contains($0)
                    || $0.hasSuffix("/s") && $0.first?.isLetter == true
            }
    }

    /// - Parameter interfaces: those whose traffic counts; empty for all but `lo`.
    func fill(
        _ record: inout HistoryRecord, _ cells: [Substring], interfaces: Set<String>
    ) -> HistoryRows.Outcome {
        guard let kind else { return .notNeeded }
        func number(_ name: String) -> Double? {
            columns[name].flatMap { $0 < cells.count ? Self.number(cells[$0]) : nil }
        }
        /// Nil unless both are there.
        func sum(_ one: String, _ other: String) -> Double? {
            number(one).flatMap { one in number(other).map { one + $0 } }
        }
        func text(_ name: String) -> String { columns[name].map { $0 < cells.count ? String(cells[$0]) : "" } ?? "" }
        switch kind {
        case .processor:
            guard ["-1", "all"].contains(text("CPU")) else { return .notNeeded }
            guard let idle = number("%idle") else { return .notUnderstood }
            // Shares of one time: where they are far from 100 together, nothing was measured (a processor that came back,
            // a damaged file), and the row is a gap.
            guard (0...100.5).contains(idle), isMeasured(cells) else { return .gap }
            guard record.takes("processor") else { return .twice }
            record.busyPercent = max(0, 100 - idle - (number("%iowait") ?? 0) - (number("%steal") ?? 0))
        case .memory:
            guard let used = number("kbmemused") else { return .notUnderstood }
            guard record.takes("memory") else { return .twice }
            record.memoryAvailable = number("kbavail")
            record.memoryUsed = max(0, used - (number("kbbuffers") ?? 0) - (number("kbcached") ?? 0))
        case .total:
            guard let reads = number("rtps"), let writes = number("wtps") else { return .notUnderstood }
            guard record.takes("total") else { return .twice }
            record.operations = reads + writes
            record.diskBytes = sum("bread/s", "bwrtn/s").map { 512 * $0 }
        case .disk:
            guard Self.isWholeDisk(text("DEV")) else { return .notNeeded }
            guard let operations = number("tps") else { return .notUnderstood }
            guard record.takes("disk \(text("DEV"))") else { return .twice }
            let bytes = sum("rd_sec/s", "wr_sec/s").map { 512 * $0 } ?? sum("rkB/s", "wkB/s").map { 1024 * $0 }
            var all = record.diskSum ?? HistoryRecord.DiskSum()
            all.operations += operations
            if let bytes { all.bytes = (all.bytes ?? 0) + bytes }
            all.waiting += operations * (number("await") ?? 0)
            record.diskSum = all
        case .network:
            let name = text("IFACE")
            guard interfaces.isEmpty ? name != "lo" : interfaces.contains(name) else { return .notNeeded }
            guard number("rxkB/s") ?? number("rxbyt/s") != nil else { return .notUnderstood }
            guard record.takes("card \(name)") else { return .twice }
            let kilobytes = (number("rxkB/s") ?? 0) + (number("txkB/s") ?? 0)
            let bytes = (number("rxbyt/s") ?? 0) + (number("txbyt/s") ?? 0)
            record.networkBytes = (record.networkBytes ?? 0) + kilobytes * 1024 + bytes
        case .queue:
            guard let queue = number("runq-sz") else { return .notUnderstood }
            guard record.takes("queue") else { return .twice }
            record.runQueue = queue
        }
        return .used
    }

    /// Whether the shares of a processor's time make up about one whole. Where a table leaves some out, none is expected.
    private func isMeasured(_ cells: [Substring]) -> Bool {
        let has = Set(columns.keys).contains
        guard has("%user") || has("%usr"), has("%system") || has("%sys"), has("%nice"), has("%iowait") else {
            return true
        }
        let parts = [
            "%user", "%usr", "%nice", "%system", "%sys", "%iowait", "%steal", "%irq", "%soft", "%guest", "%gnice",
            "%idle",
        ]
        let sum = parts.reduce(0) { sum, name in
            sum + (columns[name].flatMap { $0 < cells.count ? Self.number(cells[$0]) : nil } ?? 0)
        }
        // Each is rounded, and nothing else may be missing.
        return (95...105).contains(sum)
    }

    /// Figures of a locale with a decimal comma too.
    private static func number(_ cell: Substring) -> Double? {
        let value = Double(cell) ?? (cell.contains(",") ? Double(cell.replacing(",", with: ".")) : nil)
        return value.flatMap { $0.isFinite ? $0 : nil }
    }

    /// Mapped devices, arrays and loops would count twice. Without names, sar writes `devMAJOR-MINOR`
    /// (Documentation/admin-guide/devices.txt: 7 loop, 9 md, 11 CD, 253 and 252 mapped or virtual).
    private static func isWholeDisk(_ name: String) -> Bool {
        !["dm-", "md", "loop", "sr", "zram", "dev7-", "dev9-", "dev11-", "dev253-", "vg", "mapper/"]
            .contains { name.hasPrefix($0) }
    }
}
