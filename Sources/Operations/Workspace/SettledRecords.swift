internal import Estate

/// Which records of a run nobody needs any more. Conversions keep theirs: undoing one needs its first record, years later.
enum SettledRecords {
    /// How many, from the oldest on; 0 of a run that has not ended, and of one of an unknown kind.
    static func count(_ records: [JournalRecord]) -> Int {
        guard let run = records.first?.run else { return 0 }
        if run == "balance" || run.hasPrefix("evacuate/") || run.hasPrefix("return/") { return plans(records) }
        if run.hasPrefix("rolling/") { return (records.lastIndex { $0.step == "all" } ?? -1) + 1 }
        return 0
    }

    /// A plan that has ended is settled; one that has not keeps its records, also those before its next look.
    private static func plans(_ records: [JournalRecord]) -> Int {
        guard let last = records.lastIndex(where: { $0.step == "plan" }) else { return 0 }
        return records[last].event == .started ? last : last + 1
    }
}
