/// The order in which Ansible takes the variables of a host's groups: outer groups first; of groups at one depth those of
/// less `ansible_group_priority` first, then by name. What comes later wins.
struct InventoryGroups {
    private let parents: [String: [String]]
    private let variables: [String: [String: String]]
    /// The longest way from `all` to a group.
    private let depths: [String: Int]

    init(parents: [String: [String]], variables: [String: [String: String]]) {
        self.parents = parents
        self.variables = variables
        depths = Self.depths(parents)
    }

    /// - Parameter groups: in which a host is named.
    /// - Returns: these and all that hold them.
    func around(_ groups: [String]) -> [String] {
        var found: Set<String> = ["all"]
        var left = groups
        while let group = left.popLast() {
            if found.insert(group).inserted { left += parents[group] ?? [] }
        }
        return found.sorted { rank($0) < rank($1) }
    }

    private func rank(_ group: String) -> (Int, Int, String) {
        let priority = variables[group]?["ansible_group_priority"].flatMap { Int($0) } ?? 1
        return (group == "all" ? 0 : depths[group] ?? 1, priority, group)
    }

    /// Groups in a circle, which Ansible refuses, end at the count of all groups.
    private static func depths(_ parents: [String: [String]]) -> [String: Int] {
        var depths: [String: Int] = [:]
        for _ in 0..<parents.count {
            var isSettled = true
            for (group, above) in parents {
                let depth = above.map { $0 == "all" ? 1 : (depths[$0] ?? 1) + 1 }.max() ?? 1
                if depth > depths[group] ?? 1, depth <= parents.count + 1 {
                    depths[group] = depth
                    isSettled = false
                }
            }
            if isSettled { break }
        }
        return depths
    }
}
