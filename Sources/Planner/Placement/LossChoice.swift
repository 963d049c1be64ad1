internal import Estate

/// Which hosts may be lost together: used ones, and used ones with spare ones that would have taken their VMs.
struct LossChoice {
    private let hosts: [Host]
    private let used: Set<Int>
    /// The spare host before this one that is just like it: of equal spares the first are lost.
    private var twinBefore: [Int: Int] = [:]

    /// Combinations at most.
    static let most = 20_000

    /// - Parameter places: the host of each server.
    init(model: PlacementModel, hosts places: [Int]) {
        hosts = model.hosts
        used = Set(places)
        var last: [[Double]: Int] = [:]
        for host in hosts.indices where !used.contains(host) {
            let size = model.capacity(of: hosts[host]) + [Double(hosts[host].cpus)]
            twinBefore[host] = last.updateValue(host, forKey: size)
        }
    }

    /// Every choice of `count` hosts with a used one among them; all hosts where there are no more.
    func all(of count: Int) -> [[Int]] {
        guard count < hosts.count else { return [Array(hosts.indices)] }
        var found: [[Int]] = []
        extend([], from: 0, count, &found)
        return found
    }

    private func extend(_ chosen: [Int], from first: Int, _ count: Int, _ found: inout [[Int]]) {
        guard found.count < Self.most else { return }
        if chosen.count == count {
            if chosen.contains(where: used.contains) { found.append(chosen) }
            return
        }
        guard first < hosts.count, hosts.count - first >= count - chosen.count else { return }
        for host in first..<hosts.count {
            if let twin = twinBefore[host], !chosen.contains(twin) { continue }
            extend(chosen + [host], from: host + 1, count, &found)
        }
    }
}
