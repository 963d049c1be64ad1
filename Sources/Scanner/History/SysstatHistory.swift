package import Estate

/// Sysstat's records as a series on a fixed grid in UTC. A record that is missing stays a gap.
package enum SysstatHistory {
    /// Reads what `sadf -d` printed.
    ///
    /// - Parameters:
    ///   - threads: processors of the server: sysstat keeps percents.
    ///   - memoryBytes: RAM of the server, to turn "available" into "in use".
    ///   - interfaces: interfaces that count; empty for all but `lo`.
    /// - Returns: nil when there is no record with both processor and memory.
    package static func series(
        _ text: String, threads: Int, memoryBytes: UInt64, interfaces: Set<String> = []
    ) -> UtilisationSeries? {
        HistoryGrid(threads: threads, memoryBytes: memoryBytes)
            .series(SadfText.parse(text, interfaces: interfaces).records)
    }
}
