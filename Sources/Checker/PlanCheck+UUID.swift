internal import Estate

extension PlanCheck {
    /// VMs that cannot keep the UUID of their server: the second one of two could not be defined, with its service away.
    static func sharedUUIDs(_ servers: [PlannedServer], _ profiles: [ServerProfile]) -> [String] {
        var owners: [String: [String]] = [:]
        for profile in profiles {
            guard let uuid = profile.identity.dmiUUID.value?.lowercased() else { continue }
            owners[uuid, default: []].append(profile.name)
        }
        let known = Dictionary(profiles.map { ($0.name, $0.identity.dmiUUID) }, uniquingKeysWith: { first, _ in first })
        return servers.compactMap { server in
            guard server.uuid != .new, let identity = known[server.server] else { return nil }
            guard let uuid = identity.value?.lowercased() else {
                guard server.uuid == .kept else { return nil }
                return
                    "\(server.server): the plan keeps its firmware UUID, which is not known (\(identity.reason ?? ""))"
            }
            let others = (owners[uuid] ?? []).filter { $0 != server.server }.sorted()
            guard !others.isEmpty else { return nil }
            return
                "\(server.server): its firmware UUID is that of \(others.joined(separator: ", ")), too, and its VM would "
                + "keep it; make the plan again, or write uuid: new"
        }
    }
}
