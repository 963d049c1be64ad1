package import Estate

extension Inventory.Server {
    private static let unknown = "only an inventory was read"

    /// The profile that a scan would have made, as far as the inventory says.
    package var profile: ServerProfile {
        let unknown = Self.unknown
        return ServerProfile(
            name: name, address: "ssh://root@\(address)", scannedAt: Moment(seconds: 0),
            identity: Identity(
                machineID: .unknown(because: unknown), dmiUUID: .unknown(because: unknown),
                dmiSerial: .unknown(because: unknown), hostKeyFingerprint: .unknown(because: unknown)),
            hardware: hardware(unknown), system: operatingSystem(unknown), boot: boot(unknown),
            disks: .known(disks), mounts: mounts, fstab: .unknown(because: unknown),
            interfaces: .known([
                NetworkInterface(
                    name: "eth0", kind: "physical", mac: mac ?? "", permanentMAC: nil, mtu: 1500, up: true,
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

    private var disks: [Disk] {
        let letters = Array("abcdefghijklmnopqrstuvwxyz")
        return disksGiB.enumerated().map { at, gib in
            let device = "/dev/sd\(letters[at])"
            let bytes = UInt64(gib) << 30
            // One file system is what a number of used GiB speaks of.
            let volumes =
                usedGiB == nil
                ? []
                : [
                    Volume(
                        device: device + "1", kind: "part", parent: device, bytes: bytes, content: "ext4", uuid: nil,
                        label: nil, partitionUUID: nil, partitionType: nil, mountPoint: nil)
                ]
            return Disk(
                device: device, bytes: bytes, model: nil, serial: nil, wwn: nil, logicalSectorBytes: 512,
                physicalSectorBytes: 512, partitionTable: nil, rotational: true, readOnly: false, transport: nil,
                volumes: volumes)
        }
    }

    private var mounts: Observed<[Mount]> {
        guard let usedGiB else { return .unknown(because: Self.unknown) }
        return .known(
            zip(disks, usedGiB).map { disk, used in
                Mount(
                    source: disk.device + "1", target: "/", type: "ext4", options: "", bytes: disk.bytes,
                    usedBytes: UInt64(used) << 30)
            })
    }

    private func hardware(_ unknown: String) -> Hardware {
        Hardware(
            vendor: .unknown(because: unknown), model: .unknown(because: unknown),
            processor: .known(
                Processor(
                    model: processor ?? "", architecture: "x86_64", sockets: 1, cores: threads, threads: threads,
                    megahertz: nil, flags: [])),
            memoryBytes: .known(UInt64(memoryMiB) << 20), devices: .unknown(because: unknown),
            modules: .unknown(because: unknown))
    }

    private func operatingSystem(_ unknown: String) -> OperatingSystem {
        let words = (system ?? "").lowercased().split(separator: " ", maxSplits: 1).map(String.init)
        return OperatingSystem(
            family: words.first.map { .known($0) } ?? .unknown(because: unknown),
            version: words.count > 1 ? .known(words[1]) : .unknown(because: unknown),
            prettyName: system.map { .known($0) } ?? .unknown(because: unknown),
            architecture: .unknown(because: unknown), kernel: .unknown(because: unknown),
            uptimeSeconds: .unknown(because: unknown), clock: .unknown(because: unknown),
            clockSkewSeconds: .unknown(because: unknown), timeZone: .unknown(because: unknown),
            agents: .unknown(because: unknown))
    }

    private func boot(_ unknown: String) -> Boot {
        Boot(
            firmware: .known(firmware ?? .bios), secureBoot: .unknown(because: unknown),
            loader: .unknown(because: unknown), kernelCommandLine: .unknown(because: unknown),
            kernels: .unknown(because: unknown), initramfsTool: .unknown(because: unknown),
            initramfsModules: .unknown(because: unknown), efiEntries: .unknown(because: unknown))
    }
}
