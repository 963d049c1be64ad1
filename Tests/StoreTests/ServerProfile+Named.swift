import Estate

extension ServerProfile {
    /// A scan that saw nothing but the server's name.
    static func named(_ name: String, at seconds: Double) -> ServerProfile {
        func no<V>() -> Observed<V> { .unknown(because: "not asked") }
        return ServerProfile(
            name: name, address: "ssh://\(name)", scannedAt: Moment(seconds: seconds),
            identity: Identity(machineID: no(), dmiUUID: no(), dmiSerial: no(), hostKeyFingerprint: no()),
            hardware: Hardware(
                vendor: no(), model: no(), processor: no(), memoryBytes: no(), devices: no(), modules: no()),
            system: OperatingSystem(
                family: no(), version: no(), prettyName: no(), architecture: no(), kernel: no(), uptimeSeconds: no(),
                clock: no(), clockSkewSeconds: no(), timeZone: no(), agents: no()),
            boot: Boot(
                firmware: no(), secureBoot: no(), loader: no(), kernelCommandLine: no(), kernels: no(),
                initramfsTool: no(), initramfsModules: no(), efiEntries: no()),
            disks: no(), mounts: no(), fstab: no(), interfaces: no(), routes: no(), nameServers: no(),
            listeners: no(), connections: no(), deviceLinks: no(), load: no(), concerns: [])
    }
}
