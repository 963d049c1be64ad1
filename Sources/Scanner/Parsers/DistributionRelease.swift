/// The distribution: os-release(5) where there is one (since about 2012), else what older releases kept in files of their own.
enum DistributionRelease {
    struct Answer: Sendable, Hashable {
        var family: String
        var version: String
        var pretty: String
    }

    static func osRelease(_ text: String) -> Answer? {
        let values = KeyValues.parse(text)
        guard let id = values["ID"], !id.isEmpty else { return nil }
        let version = values["VERSION_ID"] ?? ""
        return Answer(
            family: id.lowercased(), version: version, pretty: values["PRETTY_NAME"] ?? "\(id) \(version)".trimmed)
    }

    static func files(_ lines: [FileLines.Line]) -> Answer? {
        func first(_ name: String) -> String? { lines.first { $0.file.hasSuffix(name) && !$0.text.isEmpty }?.text }
        if let line = first("/redhat-release") { return redHat(line) }
        if let line = first("/SuSE-release") { return suse(line, lines) }
        if let line = first("/alpine-release") {
            return Answer(family: "alpine", version: line, pretty: "Alpine \(line)")
        }
        let lsb = KeyValues.parse(
            lines.filter { $0.file.hasSuffix("/lsb-release") }.map(\.text).joined(separator: "\n"))
        if let id = lsb["DISTRIB_ID"], let version = lsb["DISTRIB_RELEASE"] {
            return Answer(
                family: id.lowercased(), version: version, pretty: lsb["DISTRIB_DESCRIPTION"] ?? "\(id) \(version)")
        }
        if let line = first("/debian_version") {
            return Answer(family: "debian", version: line, pretty: "Debian GNU/Linux \(line)")
        }
        return nil
    }

    /// `CentOS release 5.11 (Final)`, `Red Hat Enterprise Linux Server release 6.10 (Santiago)`.
    private static func redHat(_ line: String) -> Answer {
        let families = [
            ("centos", "centos"), ("red hat enterprise", "rhel"), ("oracle", "ol"), ("scientific", "scientific"),
            ("fedora", "fedora"),
        ]
        let family = families.first { line.lowercased().contains($0.0) }?.1 ?? "rhel"
        let words = line.words
        let after = words.firstIndex(of: "release").map { words.index(after: $0) }
        return Answer(
            family: family, version: after.flatMap { words.indices.contains($0) ? words[$0] : nil } ?? "", pretty: line)
    }

    /// `SUSE Linux Enterprise Server 11 (x86_64)`, then `VERSION = 11` and `PATCHLEVEL = 4`.
    private static func suse(_ line: String, _ lines: [FileLines.Line]) -> Answer {
        let values = KeyValues.parse(
            lines.filter { $0.file.hasSuffix("/SuSE-release") }.map(\.text).joined(separator: "\n"))
        let patch = values["PATCHLEVEL"].flatMap { $0 == "0" ? nil : ".\($0)" } ?? ""
        let family = line.lowercased().contains("opensuse") ? "opensuse" : "sles"
        return Answer(family: family, version: (values["VERSION"] ?? "") + patch, pretty: line)
    }
}
