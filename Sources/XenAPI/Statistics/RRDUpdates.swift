/// A host's measurements over time, as `/rrd_updates` exports them: a column for each source, oldest row first.
package struct RRDUpdates: Sendable, Hashable {
    /// `AVERAGE:vm:UUID:cpu0`.
    package struct Column: Sendable, Hashable {
        package var function: String
        /// `vm`, `host`, `sr`.
        package var owner: String
        package var uuid: String
        package var name: String

        init?(_ legend: String) {
            let parts = legend.split(separator: ":", maxSplits: 3, omittingEmptySubsequences: false)
            guard parts.count == 4 else { return nil }
            function = String(parts[0])
            owner = String(parts[1])
            uuid = String(parts[2])
            name = String(parts[3])
        }
    }

    package struct Row: Sendable, Hashable {
        /// Seconds since 1970.
        package var time: Int64
        /// Nil where nothing was measured.
        package var values: [Double?]
    }

    /// Seconds between rows.
    package var step: Int64
    package var columns: [Column?]
    package var rows: [Row]

    init(step: Int64, columns: [Column?], rows: [Row]) {
        self.step = step
        self.columns = columns
        self.rows = rows.sorted { $0.time < $1.time }
    }

    /// The mean of each source of each owner over the rows since `start`: by UUID, then by name.
    package func means(of owner: String, since start: Int64 = 0) -> [String: [String: Double]] {
        var means: [String: [String: Double]] = [:]
        for (index, column) in columns.enumerated() {
            guard let column, column.owner == owner, column.function == "AVERAGE" else { continue }
            let values = rows.filter { $0.time >= start }.compactMap {
                $0.values.indices.contains(index) ? $0.values[index] : nil
            }
            guard !values.isEmpty else { continue }
            means[column.uuid, default: [:]][column.name] = values.reduce(0, +) / Double(values.count)
        }
        return means
    }
}
