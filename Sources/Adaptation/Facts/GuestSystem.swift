/// The guest's operating system, as its `os-release` or an older file says.
struct GuestSystem: Sendable, Hashable {
    /// `debian`, `ubuntu`, `rhel`, `sles`, or `unknown`.
    var id: String
    var version: String
    var title: String
    /// What it is like: `rhel fedora`.
    var like: [String]

    init(id: String, version: String, title: String, like: [String] = []) {
        self.id = id
        self.version = version
        self.title = title
        self.like = like
    }

    /// From os-release(5): lines of `NAME=value`, with optional quotes.
    init?(osRelease text: String) {
        var values: [String: String] = [:]
        for line in text.lines {
            guard let equals = line.firstIndex(of: "=") else { continue }
            let value = line[line.index(after: equals)...].trimmingSpaces
            values[String(line[..<equals])] = value.unquoted
        }
        guard let id = values["ID"] else { return nil }
        self.init(
            id: id, version: values["VERSION_ID"] ?? "", title: values["PRETTY_NAME"] ?? id,
            like: (values["ID_LIKE"] ?? "").words)
    }

    /// From the one-line files that were there before os-release.
    init?(oldRelease text: String) {
        let title = text.lines.first.map { $0.trimmingSpaces } ?? ""
        guard !title.isEmpty else { return nil }
        let lower = title.lowercased()
        let families = [
            ("red hat", "rhel"), ("centos", "centos"), ("oracle", "ol"), ("fedora", "fedora"),
            ("suse linux enterprise", "sles"),
            ("opensuse", "opensuse"),
        ]
        guard let id = families.first(where: { lower.contains($0.0) })?.1 else { return nil }
        let version = lower.words.first { $0.first?.isNumber ?? false } ?? ""
        self.init(id: id, version: version, title: title)
    }
}
