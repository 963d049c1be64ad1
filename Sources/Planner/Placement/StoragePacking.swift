internal import Estate

/// All servers' images onto the SRs at once: what one server after the other leaves over may fit all the same.
struct StoragePacking {
    let rooms: [StorageChoice.Room]
    let servers: [PlannedServer]
    let demands: [String: Demand]
    let space: StorageSpace

    private static let mebibyte = 1_048_576.0

    /// - Returns: the SR of each server; nil when no packing was found.
    func places(_ solver: PackingSolver) async -> [Int]? {
        let problem = PackingProblem(instance)
        let isPossible = (0..<problem.count).allSatisfy { item in
            problem.types.indices.contains { problem.fits(item, on: $0) }
        }
        guard isPossible, let layout = try? await solver.search(problem).layout else { return nil }
        var places = [Int](repeating: 0, count: servers.count)
        for host in layout.hosts { for item in host.items { places[problem.source[item]] = host.type } }
        return places
    }

    /// Space in whole MiB, demand up and room down, of whole images and of those that grow (an SR limits one of the two);
    /// and each rate that some SR limits.
    private var instance: PackingInstance {
        let rates = Rate.ofStorage.filter { rate in rooms.contains { $0.rates.contains { $0.rate == rate } } }
        let needs = servers.map { [mebibytes(space.whole($0)), mebibytes(space.growing($0))] }
        let all = needs.reduce(1) { $0 + $1[0] }
        let hosts = rooms.map { room in
            let free = min(all, room.freeBytes.map { max(0, ($0 / Self.mebibyte).rounded(.down)) } ?? all)
            let limits = rates.map { rate in room.rates.first { $0.rate == rate }?.limit ?? peaks(rate) }
            let spaces = room.isThin ? [all, free] : [free, all]
            return PackingInstance.HostType(type: room.name, capacity: spaces + limits, count: 1)
        }
        let items = servers.indices.map { at in
            let hourly = rates.map { series(servers[at], $0) }
            guard !rates.isEmpty else { return PackingInstance.Item(id: "s\(at)", demand: needs[at]) }
            return PackingInstance.Item(
                id: "s\(at)", series: needs[at].map { [Double](repeating: $0, count: Demand.hours) } + hourly)
        }
        return PackingInstance(resources: ["MiB", "MiB thin"] + rates.map(\.name), hosts: hosts, items: items)
    }

    private func mebibytes(_ bytes: Double) -> Double { (bytes / Self.mebibyte).rounded(.up) }

    private func series(_ server: PlannedServer, _ rate: Rate) -> [Double] {
        demands[server.server].flatMap(rate.series) ?? [Double](repeating: 0, count: Demand.hours)
    }

    /// More than all servers together ask for: the limit of an SR that states none.
    private func peaks(_ rate: Rate) -> Double { servers.reduce(1) { $0 + (series($1, rate).max() ?? 0) } }
}
