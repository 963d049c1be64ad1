import Estate

/// Scans of made-up servers.
enum Profiles {
    static func with(
        interfaces: [NetworkInterface] = [], modules: [String] = [], links: [String: String] = [:], disks: [Disk]? = nil
    ) -> ServerProfile {
        func no<V>() -> Observed<V> { .unknown(because: "not asked") }
        return ServerProfile(
            name: "s", address: "ssh://s", scannedAt: Moment(seconds: 0),
            identity: Identity(machineID: no(), dmiUUID: no(), dmiSerial: no(), hostKeyFingerprint: no()),
            hardware: Hardware(
                vendor: no(), model: no(), processor: no(), memoryBytes: no(), devices: no(), modules: .known(modules)),
            system: OperatingSystem(
                family: no(), version: no(), prettyName: no(), architecture: no(), kernel: no(), uptimeSeconds: no(),
                clock: no(),
                clockSkewSeconds: no(), timeZone: no(), agents: no()),
            boot: Boot(
                firmware: no(), secureBoot: no(), loader: no(), kernelCommandLine: no(), kernels: no(),
                initramfsTool: no(),
                initramfsModules: no(), efiEntries: no()),
            disks: disks.map { .known($0) } ?? no(), mounts: no(), fstab: no(), interfaces: .known(interfaces),
            routes: no(),
            nameServers: no(), listeners: no(), connections: no(), deviceLinks: .known(links), load: no(), concerns: [])
    }
}
