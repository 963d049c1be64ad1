internal import Estate

/// What each SR of a plan takes: space and rates.
enum StorageLoads {
    /// - Parameter storage: the pool's SRs; an SR without `totalBytes` has not said how much room it has.
    static func findings(_ plan: Plan, _ storage: [StorageRepository], _ demands: [Demand]) -> [String] {
        guard !storage.isEmpty else { return [] }
        let demandOf = Dictionary(demands.map { ($0.server, $0) }, uniquingKeysWith: { first, _ in first })
        let members = Dictionary(grouping: plan.servers, by: \.storage)
        return members.keys.sorted().flatMap { name -> [String] in
            let servers = members[name] ?? []
            guard let repository = storage.first(where: { $0.name == name }) else {
                return ["no SR is named \"\(name)\"" + Nearest.hint(for: name, among: storage.map(\.name))]
            }
            var found: [String] = []
            let needed = servers.flatMap(\.disks).reduce(0.0) {
                $0 + (repository.thin == true ? grown($1, plan.policy) : Double($1.bytes))
            }
            if repository.totalBytes > 0, needed > Double(repository.freeBytes) {
                found.append(
                    "SR \(name): the images need \(mebibytes(needed)) MiB, "
                        + "\(mebibytes(Double(repository.freeBytes))) MiB are free")
            }
            for rate in MeasuredRate.ofStorage {
                let excess = rate.excess(
                    servers.compactMap { demandOf[$0.server] }, repository.rates,
                    headroomPercent: plan.policy.loadHeadroomPercent)
                if let excess { found.append("SR \(name) \(excess)") }
            }
            return found
        }
    }

    /// An image of a thin SR: what the disk holds, times the comfort of the plan; all of it where that is not known.
    private static func grown(_ disk: PlannedDisk, _ policy: PlanPolicy) -> Double {
        guard let used = disk.usedBytes else { return Double(disk.bytes) }
        return min(Double(disk.bytes), Double(used) * max(1, policy.comfort))
    }

    private static func mebibytes(_ bytes: Double) -> Int { Int((bytes / 1_048_576).rounded(.up)) }
}
