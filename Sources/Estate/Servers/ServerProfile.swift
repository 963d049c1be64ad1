/// What a scan learned about one physical server: everything the planner sizes from and the converter must know,
/// because it can be known only while the server still runs.
package struct ServerProfile: Sendable, Hashable, Codable {
    package static let format = "p2v-scan/1"

    package var format = Self.format
    /// The server's short host name; how plans and commands name it.
    package var name: String
    /// How it was reached: `ssh://user@host:port`.
    package var address: String
    package var scannedAt: Moment
    /// With whose rights the scan ran: `root`, `sudo`, or `user` where root was not to be had.
    package var rights: String?
    package var identity: Identity
    package var hardware: Hardware
    package var system: OperatingSystem
    package var boot: Boot
    package var disks: Observed<[Disk]>
    package var mounts: Observed<[Mount]>
    /// `fstab` as found, with what each name resolved to at scan time.
    package var fstab: Observed<[FstabEntry]>
    package var interfaces: Observed<[NetworkInterface]>
    package var routes: Observed<[Route]>
    package var nameServers: Observed<[String]>
    package var listeners: Observed<[ListeningSocket]>
    package var connections: Observed<[Connection]>
    /// Names that will vanish or move with the hardware, resolved now: `/dev/disk/by-path/…` → `/dev/sda1`.
    package var deviceLinks: Observed<[String: String]>
    /// Load at the time of the scan; weeks of it are in a `UtilisationSeries`.
    package var load: Observed<LoadSample>
    /// RAID, LVM, multipath, encryption and swap.
    package var storage: StorageStack?
    /// Of a Windows server, scanned from its disks.
    package var windows: WindowsFacts?
    package var concerns: [Concern]

    package init(
        name: String, address: String, scannedAt: Moment, identity: Identity, hardware: Hardware,
        system: OperatingSystem, boot: Boot, disks: Observed<[Disk]>, mounts: Observed<[Mount]>,
        fstab: Observed<[FstabEntry]>, interfaces: Observed<[NetworkInterface]>, routes: Observed<[Route]>,
        nameServers: Observed<[String]>, listeners: Observed<[ListeningSocket]>, connections: Observed<[Connection]>,
        deviceLinks: Observed<[String: String]>, load: Observed<LoadSample>, storage: StorageStack? = nil,
        rights: String? = nil, windows: WindowsFacts? = nil, concerns: [Concern]
    ) {
        self.name = name
        self.address = address
        self.scannedAt = scannedAt
        self.rights = rights
        self.identity = identity
        self.hardware = hardware
        self.system = system
        self.boot = boot
        self.disks = disks
        self.mounts = mounts
        self.fstab = fstab
        self.interfaces = interfaces
        self.routes = routes
        self.nameServers = nameServers
        self.listeners = listeners
        self.connections = connections
        self.deviceLinks = deviceLinks
        self.load = load
        self.storage = storage
        self.windows = windows
        self.concerns = concerns
    }
}

/// What tells this server from every other.
package struct Identity: Sendable, Hashable, Codable {
    package var machineID: Observed<String>
    package var dmiUUID: Observed<String>
    package var dmiSerial: Observed<String>
    package var hostKeyFingerprint: Observed<String>

    package init(
        machineID: Observed<String>, dmiUUID: Observed<String>, dmiSerial: Observed<String>,
        hostKeyFingerprint: Observed<String>
    ) {
        self.machineID = machineID
        self.dmiUUID = dmiUUID
        self.dmiSerial = dmiSerial
        self.hostKeyFingerprint = hostKeyFingerprint
    }
}
