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

    /// `choose one of hosta, hostb`: at most ten of them.
    package static func choice(of known: [String], or otherwise: String) -> String {
        guard !known.isEmpty else { return otherwise }
        let rest = known.count > 10 ? ", … (\(known.count) in all; \(otherwise))" : ""
        return "choose one of \(known.prefix(10).joined(separator: ", "))\(rest)"
    }

    /// Slips of the pen: a character too many, too few, another one, or two that changed places; case is not counted.
    private static func distance(_ first: String, _ second: String) -> Int {
        let a = Array(first.lowercased())
        let b = Array(second.lowercased())
        var rows = [Array(0...b.count)]
        for i in a.indices {
            var row = [i + 1]
            for j in b.indices {
                var least = min(rows[i][j] + (a[i] == b[j] ? 0 : 1), row[j] + 1, rows[i][j + 1] + 1)
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { least = min(least, rows[i - 1][j - 1] + 1) }
                row.append(least)
            }
            rows.append(row)
        }
        return rows[a.count][b.count]
    }
}

extension Failure {
    /// A host that somebody named and the pool does not have.
    package static func noHost(_ name: String, to attempt: String, among known: [String]) -> Failure {
        Failure(
            attempt, on: name, because: "the pool has no host of that name" + Nearest.hint(for: name, among: known),
            next: Nearest.choice(of: known, or: "see `p2v pool` for the hosts"), exit: .refused)
    }

    /// A server that somebody named and no scan has seen.
    package static func neverScanned(_ name: String, to attempt: String, among known: [String]) -> Failure {
        let near = Nearest.name(to: name, among: known)
        return Failure(
            attempt, on: name, because: "it was never scanned" + (near.map { "; did you mean \"\($0)\"?" } ?? ""),
            next: near == nil
                ? "scan it first: p2v scan ssh://root@\(name); p2v servers lists those that were scanned"
                : "p2v servers lists those that were scanned", exit: .refused)
    }
}
