package import Estate

extension PlanCheck {
    /// What a plan breaks by itself: rooms, rules, names, promises; empty when it is sound. Edits by hand are judged the
    /// same way.
    ///
    /// - Parameter demands: hourly demand of servers, where it is known; without it only memory and vCPUs are judged.
    /// - Parameter storage: the pool's SRs; empty: they are not judged.
    /// - Parameter clock: the clock of a zone by its name, for the days of the waves; nil: no such zone is known.
    package static func findings(
        plan: Plan, hosts: [Host], demands: [Demand] = [], storage: [StorageRepository] = [],
        clock: @escaping (String) -> ZoneClock? = { $0 == "UTC" ? .utc : nil }
    ) -> [String] {
        let placed = PlacedServers(plan)
        let load = HostLoads(plan: plan, hosts: hosts, demands: demands)
        return shape(plan, hosts) + load.overloads() + rules(plan.rules, placed)
            + HostLosses(plan: plan, hosts: hosts, demands: demands, loads: load).findings()
            + StorageLoads.findings(plan, storage, demands)
            + waves(plan) + WaveDays(plan: plan, clock: clock).findings()
    }

    private static func rules(_ rules: Rules, _ placed: PlacedServers) -> [String] {
        var features: [String: Set<String>] = [:]
        for offer in rules.hostFeatures ?? [] { features[offer.host, default: []].formUnion(offer.features) }
        let all: [[any CheckedRule]] = [
            rules.apart ?? [], rules.together ?? [], rules.pinned ?? [], rules.banned ?? [], rules.atMost ?? [],
            rules.licences ?? [], rules.needs ?? [], rules.leaveOut ?? [],
        ]
        return all.joined().flatMap { $0.broken(placed, features: features) }
    }

    /// Names, sizes and counts that make sense at all.
    private static func shape(_ plan: Plan, _ hosts: [Host]) -> [String] {
        var found: [String] = []
        var servers: Set<String> = []
        var images: Set<String> = []
        let known = hosts.map(\.name)
        for server in plan.servers {
            if !servers.insert(server.server).inserted { found.append("\(server.server) stands twice") }
            if !known.contains(server.host) {
                found.append(
                    "\(server.server): no host is named \"\(server.host)\""
                        + Nearest.hint(for: server.host, among: known))
            }
            if server.vcpus < 1 || server.vcpus > 4096 { found.append("\(server.server): \(server.vcpus) vCPUs") }
            if server.memoryMiB < 1 || server.memoryMiB > 1 << 27 {
                found.append("\(server.server): \(server.memoryMiB) MiB of memory")
            }
            if server.disks.isEmpty { found.append("\(server.server): no disk is planned") }
            for disk in server.disks {
                if !images.insert("\(server.storage)/\(disk.image)").inserted {
                    found.append("\(server.server): image \(disk.image) stands twice on \(server.storage)")
                }
                if let used = disk.usedBytes, used > disk.bytes {
                    found.append("\(server.server): \(disk.device) holds \(used) bytes, and has \(disk.bytes)")
                }
                if disk.image.contains("/") || disk.image.hasPrefix(".") {
                    found.append("\(server.server): \"\(disk.image)\" is no file name for an image")
                }
            }
        }
        for left in plan.leftOut where servers.contains(left.server) {
            found.append("\(left.server) is planned and left out")
        }
        if let factor = plan.policy.memoryOvercommit, !(1...10).contains(factor) {
            found.append("the policy promises memory \(factor) times")
        }
        let used = Set(plan.servers.map(\.host)).count
        if used != plan.hostsUsed { found.append("the plan says \(plan.hostsUsed) hosts, its servers use \(used)") }
        if !plan.servers.isEmpty, plan.hostsLowerBound < 1 || plan.hostsLowerBound > used {
            found.append("the lower bound of \(plan.hostsLowerBound) hosts cannot be true: \(used) are used")
        }
        return found
    }
}
