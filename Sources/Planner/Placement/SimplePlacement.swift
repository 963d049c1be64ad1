internal import Estate

/// Places VMs on the hosts of a pool: largest first, each on the first host with room, in the pool's order.
struct SimplePlacement {
    struct Room {
        var host: Host
        var memoryMiB: Int
        var vcpus: Int
        var servers: [String] = []
    }

    var rooms: [Room]
    let policy: PlanPolicy

    init(hosts: [Host], policy: PlanPolicy) {
        self.policy = policy
        rooms = hosts.filter { !$0.inMaintenance && $0.reachable }.map { host in
            let total = Int(host.memoryBytes >> 20)
            let free = Int(min(host.freeMemoryBytes, host.memoryBytes) >> 20)
            let kept = policy.hostOverheadMiB + Int((Double(total) * policy.memoryHeadroomPercent / 100).rounded(.up))
            return Room(
                host: host, memoryMiB: free - kept, vcpus: Int((Double(host.cpus) * policy.vcpusPerCPU).rounded(.down)))
        }
    }

    /// - Returns: the reason for the place, or nil when no host has room.
    mutating func place(_ server: inout PlannedServer) -> String? {
        let memory = server.memoryMiB + policy.machineOverheadMiB
        let vcpus = server.vcpus
        let fits = rooms.indices.filter {
            rooms[$0].memoryMiB >= memory && rooms[$0].vcpus >= vcpus && rooms[$0].host.cpus >= vcpus
        }
        guard let best = fits.first else { return nil }
        let before = rooms[best].memoryMiB
        rooms[best].memoryMiB -= memory
        rooms[best].vcpus -= vcpus
        rooms[best].servers.append(server.server)
        server.host = rooms[best].host.name
        return
            "place: \(server.host), first of \(fits.count) of \(rooms.count) hosts with room: "
            + "needs \(memory) MiB of \(before) MiB free after headroom"
    }

    /// Why no host takes the server, host by host.
    func refusal(of server: PlannedServer) -> String {
        let memory = server.memoryMiB + policy.machineOverheadMiB
        let hosts = rooms.map { room in
            room.host.cpus < server.vcpus
                ? "\(room.host.name) has \(room.host.cpus) CPUs"
                : room.memoryMiB < memory
                    ? "\(room.host.name) has \(max(0, room.memoryMiB)) MiB left"
                    : "\(room.host.name) has \(room.vcpus) vCPUs left"
        }
        return "\(server.server) needs \(memory) MiB and \(server.vcpus) vCPUs; "
            + (hosts.isEmpty ? "no host is in service" : hosts.joined(separator: ", "))
    }
}
