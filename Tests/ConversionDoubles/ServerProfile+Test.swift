package import Estate

extension ServerProfile {
    /// A server of which only the UUID matters.
    package static func test(_ name: String = "dns01", uuid: String?) -> ServerProfile {
        func none<Value: Sendable>() -> Observed<Value> { .unknown(because: "not asked") }
        return ServerProfile(
            name: name, address: "ssh://root@\(name)", scannedAt: Moment(seconds: 0),
            identity: Identity(
                machineID: none(), dmiUUID: uuid.map { .known($0) } ?? none(), dmiSerial: none(),
                hostKeyFingerprint: none()),
            hardware: Hardware(
                vendor: none(), model: none(), processor: none(), memoryBytes: none(), devices: none(),
                modules: none()),
            system: OperatingSystem(
                family: none(), version: none(), prettyName: none(), architecture: none(), kernel: none(),
                uptimeSeconds: none(), clock: none(), clockSkewSeconds: none(), timeZone: none(), agents: none()),
            boot: Boot(
                firmware: none(), secureBoot: none(), loader: none(), kernelCommandLine: none(), kernels: none(),
                initramfsTool: none(), initramfsModules: none(), efiEntries: none()),
            disks: none(), mounts: none(), fstab: none(), interfaces: none(), routes: none(), nameServers: none(),
            listeners: none(), connections: none(), deviceLinks: none(), load: none(), concerns: [])
    }
}
