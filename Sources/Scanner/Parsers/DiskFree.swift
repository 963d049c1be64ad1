/// One line of `df -P`: in bytes for `-k`, in inodes for `-i`.
struct DiskFree: Sendable, Hashable {
    var total: UInt64
    var used: UInt64
    var available: UInt64

    /// - Returns: mount point → figures.
    static func parse(_ text: String, unit: UInt64) -> [String: DiskFree] {
        var all: [String: DiskFree] = [:]
        for line in Lines.of(text).dropFirst() {
            // The source and the mount point may hold blanks: the figures are the anchor.
            let words = line.words
            guard let percent = words.lastIndex(where: { $0.hasSuffix("%") || $0 == "-" }), percent >= 4,
                percent + 1 < words.count
            else { continue }
            let figures = words[(percent - 3)..<percent].map { UInt64($0) ?? 0 }
            let scaled = figures.map { $0.multipliedReportingOverflow(by: unit).partialValue }
            let target = words[(percent + 1)...].joined(separator: " ")
            all[target] = DiskFree(total: scaled[0], used: scaled[1], available: scaled[2])
        }
        return all
    }
}
