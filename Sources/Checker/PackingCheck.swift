package import Estate

/// Judges a ``Packing`` against its ``PackingInstance``: every item placed as often as it exists, every resource of
/// every host kept in every time slot, nothing together that must be apart, no more hosts than there are, sums right.
package enum PackingCheck {
    /// Sums of real numbers may differ by this share of a capacity.
    static let tolerance = 1e-9

    /// - Returns: what is broken, in words; empty when the packing is sound.
    package static func findings(_ packing: Packing, of instance: PackingInstance) -> [String] {
        var found: [String] = []
        if packing.format != Packing.format { found.append("format is \(packing.format)") }
        found += counts(packing, instance)
        let items = Dictionary(instance.items.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let types = Dictionary(instance.hosts.map { ($0.type, $0) }, uniquingKeysWith: { first, _ in first })
        var cost = 0.0
        for (index, host) in packing.hosts.enumerated() {
            guard let type = types[host.type] else {
                found.append("host \(index) is of unknown type \(host.type)")
                continue
            }
            cost += type.cost ?? 1
            found += overloads(host, index, type, items, instance.resources)
        }
        found += apartBroken(packing, instance)
        for type in instance.hosts {
            let used = packing.hosts.count { $0.type == type.type }
            if let limit = type.count, used > limit {
                found.append("\(used) hosts of type \(type.type), there are \(limit)")
            }
        }
        if (cost - packing.objective).magnitude > 1e-6 * max(1, cost) {
            found.append("the objective is \(packing.objective), the hosts cost \(cost)")
        }
        if packing.lowerBound > packing.objective * (1 + 1e-9) + 1e-9 {
            found.append("the bound is above the objective")
        }
        return found
    }

    private static func counts(_ packing: Packing, _ instance: PackingInstance) -> [String] {
        var wanted: [String: Int] = [:]
        for item in instance.items { wanted[item.id] = item.count ?? 1 }
        var placed: [String: Int] = [:]
        for host in packing.hosts { for id in host.items { placed[id, default: 0] += 1 } }
        let ids = Set(wanted.keys).union(placed.keys)
        return ids.sorted().compactMap { id in
            let have = placed[id] ?? 0
            guard let want = wanted[id] else { return "item \(id) is not in the instance" }
            return have == want ? nil : "item \(id) is placed \(have) times of \(want)"
        }
    }

    private static func overloads(
        _ host: Packing.FilledHost, _ index: Int, _ type: PackingInstance.HostType,
        _ items: [String: PackingInstance.Item],
        _ resources: [String]
    ) -> [String] {
        var found: [String] = []
        for (r, resource) in resources.enumerated() {
            var constant = 0.0
            var timed: [Double] = []
            for item in host.items.compactMap({ items[$0] }) {
                if let demand = item.demand { constant += demand[r] }
                guard let series = item.series?[r] else { continue }
                if timed.isEmpty { timed = Array(repeating: 0, count: series.count) }
                for slot in series.indices { timed[slot] += series[slot] }
            }
            let peak = constant + (timed.max() ?? 0)
            if peak > type.capacity[r] * (1 + tolerance) {
                let slot = timed.firstIndex(of: timed.max() ?? 0).map { " in slot \($0)" } ?? ""
                found.append("host \(index) needs \(peak) \(resource)\(slot), it has \(type.capacity[r])")
            }
        }
        return found
    }

    private static func apartBroken(_ packing: Packing, _ instance: PackingInstance) -> [String] {
        var found: [String] = []
        for group in instance.apart ?? [] {
            var times: [String: Int] = [:]
            for id in group { times[id, default: 0] += 1 }
            for (index, host) in packing.hosts.enumerated() {
                let here = host.items.filter { times[$0] != nil }
                let different = Set(here)
                let twice = different.filter { id in times[id, default: 0] > 1 && here.count { $0 == id } > 1 }
                if different.count > 1 || !twice.isEmpty {
                    found.append("host \(index) has \(here.sorted().joined(separator: " and ")), which must be apart")
                }
            }
        }
        return found
    }
}
