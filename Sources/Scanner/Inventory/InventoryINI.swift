internal import Estate

/// An Ansible inventory in INI form: `[group]`, `[group:vars]`, `[group:children]`, `web[01:20].example.com key=value`.
struct InventoryINI {
    private var hosts: [InventoryHost] = []
    /// Host → the groups in which it is named.
    private var groups: [String: [String]] = [:]
    /// Group → its variables.
    private var variables: [String: [String: String]] = [:]
    /// Group → groups that hold it.
    private var parents: [String: [String]] = [:]

    /// Most hosts of one pattern.
    private static let most = 65_536

    static func hosts(_ lines: [String]) throws(Failure) -> [InventoryHost] {
        var inventory = InventoryINI()
        var section = "ungrouped"
        for line in lines {
            if let head = InventoryLine.section(line) {
                section = head
            } else {
                try inventory.add(line, section)
            }
        }
        return inventory.resolved()
    }

    private mutating func add(_ line: String, _ section: String) throws(Failure) {
        let (group, kind) = section.halves(":") ?? (section, "")
        switch kind {
        case "vars":
            if let (key, value) = InventoryLine.uncommented(line).halves("=") {
                variables[group, default: [:]][key] = value.unquoted
            }
        case "children": parents[InventoryLine.uncommented(line), default: []].append(group)
        default:
            for host in try Self.host(line) {
                groups[host.name, default: []].append(group)
                hosts.append(host)
            }
        }
    }

    /// A host line: a name or a pattern, then `key=value` words.
    static func host(_ line: String) throws(Failure) -> [InventoryHost] {
        let words = InventoryLine.words(line)
        guard let pattern = words.first else { return [] }
        var variables: [String: String] = [:]
        for word in words.dropFirst() {
            if word.hasPrefix("#") || word.hasPrefix(";") { break }
            if let (key, value) = word.halves("=") { variables[key] = value.unquoted }
        }
        return try expanded(pattern).map { InventoryHost(name: $0, variables: variables) }
    }

    /// `web[01:03]` is web01, web02, web03; `db[a:c]` is dba, dbb, dbc; `x[1:9:4]` is x1, x5, x9. Leading zeros stay.
    static func expanded(_ pattern: String) throws(Failure) -> [String] {
        guard let open = pattern.firstIndex(of: "["), let close = pattern[open...].firstIndex(of: "]"),
            let (first, rest) = pattern[pattern.index(after: open)..<close].halves(":")
        else { return [pattern] }
        let (last, step) = rest.halves(":").map { ($0.0, Int($0.1) ?? 0) } ?? (rest, 1)
        guard step > 0 else { return [pattern] }
        let names: [String]
        if let low = Int(first), let high = Int(last), low <= high {
            guard high - low < most else { throw tooMany(pattern) }
            names = stride(from: low, through: high, by: step).map { number in
                let text = String(number)
                return String(repeating: "0", count: max(0, first.count - text.count)) + text
            }
        } else if let low = first.utf8.first, let high = last.utf8.first, first.utf8.count == 1, last.utf8.count == 1,
            low <= high
        {
            names = stride(from: low, through: high, by: step).map { String(UnicodeScalar($0)) }
        } else {
            return [pattern]
        }
        var all: [String] = []
        for rest in try expanded(String(pattern[pattern.index(after: close)...])) {
            all += names.map { pattern[..<open] + $0 + rest }
            if all.count > most { throw tooMany(pattern) }
        }
        return all
    }

    private static func tooMany(_ pattern: String) -> Failure {
        Failure(
            "read the inventory", on: String(pattern.prefix(80)),
            because: "the pattern names more than \(most) servers",
            next: "name fewer")
    }

    /// Variables of `all`, then of outer groups, then of inner ones, then of the host.
    private func resolved() -> [InventoryHost] {
        hosts.map { host in
            var merged = variables["all"] ?? [:]
            for group in groups[host.name] ?? [] {
                for name in lineage(group) { merged.merge(variables[name] ?? [:]) { _, new in new } }
            }
            merged.merge(host.variables) { _, new in new }
            return InventoryHost(name: host.name, variables: merged)
        }
    }

    /// A group after all that hold it. Circles end.
    private func lineage(_ group: String) -> [String] {
        var seen: Set<String> = []
        return lineage(group, &seen)
    }

    private func lineage(_ group: String, _ seen: inout Set<String>) -> [String] {
        guard seen.insert(group).inserted else { return [] }
        var all: [String] = []
        for parent in parents[group] ?? [] { all += lineage(parent, &seen) }
        return all + [group]
    }
}
