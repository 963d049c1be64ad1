internal import Estate

/// What an Ansible inventory says, in whatever form it was written.
struct InventoryModel {
    private var names: [String] = []
    /// Host → its own variables.
    private var own: [String: [String: String]] = [:]
    /// Host → the groups in which it is named.
    private var groups: [String: [String]] = [:]
    /// Group → its variables.
    private var variables: [String: [String: String]] = [:]
    /// Group → groups that hold it.
    private var parents: [String: [String]] = [:]

    /// A host may be named at several places: the last word of each variable counts, and the first port behind its name.
    ///
    /// - Parameter pattern: `web[01:20].lab:2222`.
    mutating func add(_ pattern: String, to group: String, _ said: [String: String]) throws(Failure) {
        let (pattern, port) = InventoryLine.pattern(pattern)
        for name in try InventoryPattern.names(pattern) {
            if own[name] == nil {
                names.append(name)
                own[name] = port.map { ["ansible_port": $0] } ?? [:]
            }
            own[name, default: [:]].merge(said) { _, new in new }
            groups[name, default: []].append(group)
        }
    }

    mutating func say(_ key: String, _ value: String, of group: String) {
        variables[group, default: [:]][key] = value
    }

    mutating func hold(_ child: String, in group: String) { parents[child, default: []].append(group) }

    /// Each host once, with the variables of its groups, outer ones first, and then its own.
    func hosts() -> [InventoryHost] {
        let order = InventoryGroups(parents: parents, variables: variables)
        return names.map { name in
            var merged: [String: String] = [:]
            for group in order.around(groups[name] ?? []) {
                merged.merge(variables[group] ?? [:]) { _, new in new }
            }
            merged.merge(own[name] ?? [:]) { _, new in new }
            return InventoryHost(name: name, variables: merged)
        }
    }
}
