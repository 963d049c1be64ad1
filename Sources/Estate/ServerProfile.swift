/// What a scan learned about one physical server: everything the planner sizes from and the converter must know,
/// because it can be known only while the server still runs.
public struct ServerProfile: Sendable, Hashable, Codable {
    public static let format = "p2v-scan/1"

    public var format = Self.format
    /// The server's short host name; how plans and commands name it.
    public var name: String
    /// How it was reached: `ssh://user@host:port`.
    public var address: String
    public var scannedAt: Moment
    /// With whose rights the scan ran: `root`, `sudo`, or `user` where root was not to be had.
    public var rights: String?
    public var identity: Identity
    public var hardware: Hardware
    public var system: OperatingSystem
    public var boot: Boot
    public var disks: Observed<[Disk]>
    public var mounts: Observed<[Mount]>
    /// `fstab` as found, with what each name resolved to at scan time.
    public var fstab: Observed<[FstabEntry]>
    public var interfaces: Observed<[NetworkInterface]>
    public var routes: Observed<[Route]>
    public var nameServers: Observed<[String]>
    public var listeners: Observed<[ListeningSocket]>
    public var connections: Observed<[Connection]>
    /// Names that will vanish or move with the hardware, resolved now: `/dev/disk/by-path/…` → `/dev/sda1`.
    public var deviceLinks: Observed<[String: String]>
    /// Load at the time of the scan; weeks of it are in a `UtilisationSeries`.
    public var load: Observed<LoadSample>
    /// RAID, LVM, multipath, encryption and swap.
    public var storage: StorageStack?
    /// Of a Windows server, scanned from its disks.
    public var windows: WindowsFacts?
    public var concerns: [Concern]

    public init(
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
public struct Identity: Sendable, Hashable, Codable {
    public var machineID: Observed<String>
    public var dmiUUID: Observed<String>
    public var dmiSerial: Observed<String>
    public var hostKeyFingerprint: Observed<String>

    public init(
        machineID: Observed<String>, dmiUUID: Observed<String>, dmiSerial: Observed<String>,
        hostKeyFingerprint: Observed<String>
    ) {
        self.machineID = machineID
        self.dmiUUID = dmiUUID
        self.dmiSerial = dmiSerial
        self.hostKeyFingerprint = hostKeyFingerprint
    }
}
