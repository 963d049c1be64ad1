/// "Did you mean …?": the known name that is nearest to one that is not known.
package enum Nearest {
    /// - Returns: a known name at an edit distance of at most a third of its length (at least 1), or nil.
    package static func name(to wanted: String, among known: some Sequence<String>) -> String? {
        let best = known.map { (name: $0, distance: distance(wanted, $0)) }
            .min { ($0.distance, $0.name) < ($1.distance, $1.name) }
        guard let best, best.distance <= max(1, best.name.count / 3) else { return nil }
        return best.name
    }

    /// `; did you mean "dns01"?`, or nothing.
    package static func hint(for wanted: String, among known: some Sequence<String>) -> String {
        name(to: wanted, among: known).map { "; did you mean \"\($0)\"?" } ?? ""
    }

    /// Levenshtein's distance over characters, case not counted.
    private static func distance(_ first: String, _ second: String) -> Int {
        let a = Array(first.lowercased())
        let b = Array(second.lowercased())
        var row = Array(0...b.count)
        for i in a.indices {
            var diagonal = row[0]
            row[0] = i + 1
            for j in b.indices {
                let substituted = diagonal + (a[i] == b[j] ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(substituted, row[j] + 1, diagonal + 1)
            }
        }
        return row[b.count]
    }
}
