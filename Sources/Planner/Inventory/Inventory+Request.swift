package import Estate

extension Inventory {
    /// The request that a plan is made from.
    ///
    /// - Throws: ``Failure`` for names that stand twice and numbers that make no sense.
    package func request() throws(Failure) -> PlanRequest {
        guard format == Self.format else { throw refused("its format is \(format)", "this p2v reads \(Self.format)") }
        if let flaw { throw refused(flaw.words) }
        for server in servers {
            if let flaw = server.flaw ?? server.load?.flaw { throw refused("of \(server.name) \(flaw.words)") }
        }
        var history: [String: [UtilisationSeries]] = [:]
        for server in servers {
            if let load = server.load { history[server.name] = [load.series(memoryMiB: server.memoryMiB)] }
        }
        var request = PlanRequest(
            pool: pool, hosts: pool.statedHosts, profiles: servers.map(\.profile), history: history,
            policy: policy ?? PlanPolicy(), rules: rules ?? Rules())
        for server in servers {
            request.footprints[server.name] = Footprint(watts: server.watts, rackUnits: server.rackUnits)
        }
        return request
    }

    private func refused(_ because: String, _ next: String = "correct the file") -> Failure {
        Failure("read the inventory", on: pool.name, because: because, next: next, exit: .refused)
    }
}

extension Inventory.WeeklyLoad {
    var rates: [Double] { [diskOperations ?? 0, diskBytes ?? 0, networkBytes ?? 0] }

    /// Three weeks of hours from Monday, 5 January 1970.
    func series(memoryMiB: Int) -> UtilisationSeries {
        let samples = (0..<Demand.hours * 3).map { at -> LoadSample? in
            let isBusyDay = weekdays != true || at / 24 % 7 < 5
            let isBusy = isBusyDay && at % 24 >= from && at % 24 < to
            let share = isBusy ? 1 : min(1, quiet / max(busy, .leastNormalMagnitude))
            return LoadSample(
                coresBusy: isBusy ? busy : quiet, memoryBytes: Double(memoryMiB) * 1_048_576,
                diskOperations: rates[0] * share, diskBytes: rates[1] * share, networkBytes: rates[2] * share)
        }
        return UtilisationSeries(start: Moment(seconds: 4 * 86400), interval: 3600, samples: samples)
    }
}

extension Inventory.Server {
    /// The profile that a scan would have made, as far as the inventory says.
    var profile: ServerProfile {
        let unknown = "only an inventory was read"
        let letters = Array("abcdefghijklmnopqrstuvwxyz")
        return ServerProfile(
            name: name, address: "ssh://root@\(address)", scannedAt: Moment(seconds: 0),
            identity: Identity(
                machineID: .unknown(because: unknown), dmiUUID: .unknown(because: unknown),
                dmiSerial: .unknown(because: unknown), hostKeyFingerprint: .unknown(because: unknown)),
            hardware: hardware(unknown), system: system(unknown), boot: boot(unknown),
            disks: .known(disksGiB.enumerated().map { disk("sd\(letters[$0])", gib: $1) }),
            mounts: .unknown(because: unknown), fstab: .unknown(because: unknown),
            interfaces: .known([
                NetworkInterface(
                    name: "eth0", kind: "physical", mac: mac, permanentMAC: nil, mtu: 1500, up: true,
                    addresses: ["\(address)/24"], driver: nil, master: nil, megabits: nil, vlan: nil)
            ]),
            routes: .unknown(because: unknown), nameServers: .unknown(because: unknown), listeners: .known(listeners),
            connections: .unknown(because: unknown), deviceLinks: .unknown(because: unknown),
            load: .unknown(because: unknown), concerns: [])
    }

    private var listeners: [ListeningSocket] {
        (services ?? []).compactMap { service in
            let parts = service.split(separator: ":")
            guard parts.count == 2, let port = Int(parts[1]) else { return nil }
            return ListeningSocket(transport: "tcp", address: "0.0.0.0", port: port, process: String(parts[0]))
        }
    }

    private func disk(_ node: String, gib: Int) -> Disk {
        Disk(
            device: "/dev/\(node)", bytes: UInt64(gib) << 30, model: nil, serial: nil, wwn: nil,
            logicalSectorBytes: 512, physicalSectorBytes: 512, partitionTable: nil, rotational: true, readOnly: false,
            transport: nil, volumes: [])
    }

    private func hardware(_ unknown: String) -> Hardware {
        Hardware(
            vendor: .unknown(because: unknown), model: .unknown(because: unknown),
            processor: .known(
                Processor(
                    model: "", architecture: "x86_64", sockets: 1, cores: threads, threads: threads, megahertz: nil,
                    flags: [])),
            memoryBytes: .known(UInt64(memoryMiB) << 20), devices: .unknown(because: unknown),
            modules: .unknown(because: unknown))
    }

    private func system(_ unknown: String) -> OperatingSystem {
        OperatingSystem(
            family: .unknown(because: unknown), version: .unknown(because: unknown),
            prettyName: .unknown(because: unknown), architecture: .unknown(because: unknown),
            kernel: .unknown(because: unknown), uptimeSeconds: .unknown(because: unknown),
            clock: .unknown(because: unknown), clockSkewSeconds: .unknown(because: unknown),
            timeZone: .unknown(because: unknown), agents: .unknown(because: unknown))
    }

    private func boot(_ unknown: String) -> Boot {
        Boot(
            firmware: .known(firmware ?? .bios), secureBoot: .unknown(because: unknown),
            loader: .unknown(because: unknown), kernelCommandLine: .unknown(because: unknown),
            kernels: .unknown(because: unknown), initramfsTool: .unknown(because: unknown),
            initramfsModules: .unknown(because: unknown), efiEntries: .unknown(because: unknown))
    }
}
