package import Estate

extension PlanCheck {
    /// What differs between a plan and today's inventory and pool, in words; empty when the plan can be carried out.
    ///
    /// - Parameter only: the servers that matter; nil for all of the plan. Servers that run as VMs already should not be
    ///   among them, since a host's free memory no longer counts theirs.
    package static func stale(
        plan: Plan, profiles: [ServerProfile], hosts: [Host], only: Set<String>? = nil
    ) -> [String] {
        let wanted = plan.servers.filter { only?.contains($0.server) ?? true }
        let known = Dictionary(profiles.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        var found: [String] = []
        for server in wanted {
            if let profile = known[server.server] {
                found += differences(server, profile)
            } else {
                found.append("\(server.server) is not scanned; run p2v scan \(server.address)")
            }
        }
        return found + sharedUUIDs(wanted, profiles) + missingRoom(wanted, hosts, plan.policy)
    }

    private static func differences(_ server: PlannedServer, _ profile: ServerProfile) -> [String] {
        var found: [String] = []
        let disks = profile.disks.value ?? []
        for planned in server.disks {
            guard let disk = disks.first(where: { $0.device == planned.device }) else {
                found.append("\(server.server): disk \(planned.device) is gone")
                continue
            }
            if disk.bytes != planned.bytes {
                let verb = disk.bytes > planned.bytes ? "grown" : "shrunk"
                found.append(
                    "\(server.server): disk \(planned.device) has \(verb) from \(planned.bytes) to \(disk.bytes) bytes")
            }
            if let serial = planned.serial, serial != disk.serial, serial != disk.wwn {
                found.append("\(server.server): another disk is behind \(planned.device) (serial was \(serial))")
            }
        }
        if let firmware = profile.boot.firmware.value, firmware != server.firmware {
            found.append("\(server.server) starts by \(firmware.rawValue), the plan says \(server.firmware.rawValue)")
        }
        let macs = Set((profile.interfaces.value ?? []).map { $0.mac.lowercased() })
        for interface in server.interfaces where !macs.contains(interface.mac.lowercased()) {
            found.append("\(server.server): no interface has the MAC address \(interface.mac)")
        }
        for concern in profile.concerns where concern.severity == .critical {
            found.append("\(server.server): \(concern.id): \(concern.seen)")
        }
        return found
    }

    private static func missingRoom(_ servers: [PlannedServer], _ hosts: [Host], _ policy: PlanPolicy) -> [String] {
        var found: [String] = []
        for name in Set(servers.map(\.host)).sorted() {
            guard let host = hosts.first(where: { $0.name == name }) else {
                found.append("host \(name) is not in the pool")
                continue
            }
            if !host.reachable { found.append("host \(name) does not answer") }
            if host.inMaintenance { found.append("host \(name) is in maintenance") }
            let placed = servers.filter { $0.host == name }
            let needed = Int(placed.reduce(0) { $0 + policy.needed(by: $1) })
            let free = Int(host.freeMemoryBytes / 1_048_576)
            let kept = Double(host.memoryBytes / 1_048_576) * policy.memoryHeadroomPercent / 100
            let promised = Double(host.memoryBytes / 1_048_576) * ((policy.memoryOvercommit ?? 1) - 1)
            let room = free + Int(promised) - policy.hostOverheadMiB - Int(kept.rounded(.up))
            if needed > room {
                found.append(
                    "host \(name) has not enough memory: \(needed) MiB needed, \(max(0, room)) MiB free after headroom")
            }
        }
        return found
    }
}
