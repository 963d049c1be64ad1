internal import Estate

/// When systems stop being mended: dates that their makers publish.
struct SupportTable {
    /// When the dates were gathered. A row that is missing gives "unknown", so an old table errs on the safe side.
    static let gathered = "2026-11-30"

    struct Product: Sendable {
        /// `os-release`'s ID, or `windows-server`.
        var id: String
        /// How many parts of a version make a release: 1 for `7.9` of RHEL, 2 for `22.04` of Ubuntu.
        var parts: Int
        /// The longer term's name.
        var longTerm: String?
        /// Who publishes the dates.
        var source: String
        var rows: [Row]

        /// - Parameter dates: a release a line: version, last day, and the longer term's last day where there is one.
        init(_ id: String, parts: Int, longTerm: String? = nil, source: String, _ dates: String) {
            (self.id, self.parts, self.longTerm, self.source) = (id, parts, longTerm, source)
            rows = dates.split(separator: "\n").compactMap(Row.init)
        }
    }

    struct Row: Sendable, Hashable {
        var version: String
        var ends: CivilDate
        var extended: CivilDate?

        /// A version may have blanks in it (`2012 R2`); its dates have none.
        init?(_ line: Substring) {
            var words = line.split(separator: " ").map(String.init)
            let dates = words.compactMap { CivilDate($0) }
            words.removeLast(min(dates.count, words.count))
            guard let first = dates.first, !words.isEmpty, dates.count <= 2 else { return nil }
            (version, ends, extended) = (words.joined(separator: " "), first, dates.count > 1 ? dates[1] : nil)
        }
    }

    /// The row of a system, or why there is none.
    static func row(for system: OperatingSystem) -> Observed<(Product, Row)> {
        guard let family = system.family.value else {
            return .unknown(because: "the system is not known: \(system.family.reason ?? "")")
        }
        let (id, said) = release(family, system)
        guard let version = said else { return .unknown(because: "the version of \(family) is not known") }
        guard let product = all.first(where: { $0.id == id }) else {
            return .unknown(because: "no dates of \(id) are known to this p2v")
        }
        let wanted = short(version, parts: product.parts)
        guard let row = product.rows.first(where: { $0.version == wanted }) else {
            return .unknown(because: "no dates of \(id) \(version) are known to this p2v")
        }
        return .known((product, row))
    }

    /// `7.9` is release 7 of RHEL, `12.0` of SLES is 12, and `22.04.1` of Ubuntu is 22.04.
    private static func short(_ version: String, parts: Int) -> String {
        guard version.first?.isNumber == true, !version.contains(" ") else { return version }
        var kept = version.split(separator: ".").prefix(parts)
        if kept.count == 2, kept.last == "0" { kept.removeLast() }
        return kept.joined(separator: ".")
    }

    /// CentOS Linux and CentOS Stream have one ID, and Windows names its release in its title only.
    private static func release(_ family: String, _ system: OperatingSystem) -> (id: String, version: String?) {
        let title = system.prettyName.value
        if family == "windows" { return windows(title ?? "") }
        guard family == "centos" else { return (family, system.version.value) }
        guard let title else { return (family, nil) }
        return (title.contains("Stream") ? "centos-stream" : family, system.version.value)
    }

    /// `Windows Server 2012 R2 Standard` is `2012 R2`. Editions with terms of their own (LTSC, IoT, Embedded) have none.
    private static func windows(_ title: String) -> (id: String, version: String?) {
        let words = title.split(separator: " ").filter { $0 != "Microsoft" && $0 != "(R)" }
            .map { String($0).replacing("®", with: "").replacing("(R)", with: "").replacing("™", with: "") }
        guard words.first == "Windows", words.count > 1 else { return ("windows", nil) }
        let own = ["LTSC", "LTSB", "IoT", "Embedded", "Storage"]
        guard !words.contains(where: { own.contains($0) }) else { return ("windows", nil) }
        guard words[1] == "Server" else { return ("windows", words[1]) }
        guard words.count > 2, words[2].count == 4, Int(words[2]) != nil else { return ("windows-server", nil) }
        return ("windows-server", words.count > 3 && words[3] == "R2" ? "\(words[2]) R2" : words[2])
    }
}
