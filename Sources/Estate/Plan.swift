/// A consolidation plan: what a person reviews, keeps in git, and applies. Stable in key order.
public struct Plan: Sendable, Hashable, Codable {
    public static let format = "p2v-plan/1"

    public var format = Self.format
    public var pool: String
    /// Digests of what the plan was made from; `apply` refuses when reality differs.
    public var inventoryDigest: String
    public var poolDigest: String
    /// The promises kept on every host.
    public var policy: PlanPolicy
    /// What must and must not share a host, and the like.
    public var rules: Rules
    /// Hosts used, and the proved minimum.
    public var hostsUsed: Int
    public var hostsLowerBound: Int
    public var servers: [PlannedServer]
    public var leftOut: [LeftOut]
    /// In which order, and when; nil where no schedule was asked for.
    public var waves: [Wave]?
    /// How often each host would have broken its promise; nil where no load was observed.
    public var risk: [HostRisk]?

    public init(
        pool: String, inventoryDigest: String, poolDigest: String, policy: PlanPolicy = PlanPolicy(),
        rules: Rules = Rules(), hostsUsed: Int, hostsLowerBound: Int, servers: [PlannedServer], leftOut: [LeftOut],
        waves: [Wave]? = nil, risk: [HostRisk]? = nil
    ) {
        self.pool = pool
        self.inventoryDigest = inventoryDigest
        self.poolDigest = poolDigest
        self.policy = policy
        self.rules = rules
        self.hostsUsed = hostsUsed
        self.hostsLowerBound = hostsLowerBound
        self.servers = servers
        self.leftOut = leftOut
        self.waves = waves
        self.risk = risk
    }
}

/// One server's place in the plan: the VM it becomes, where, and why.
public struct PlannedServer: Sendable, Hashable, Codable {
    public var server: String
    /// `ssh://user@host:port` as scanned.
    public var address: String
    public var host: String
    /// The SR, by name.
    public var storage: String
    public var vcpus: Int
    public var memoryMiB: Int
    public var firmware: Firmware
    /// What the guest finds; nil for the pool's para-virtual devices.
    public var guest: GuestHardware?
    public var disks: [PlannedDisk]
    public var interfaces: [PlannedInterface]
    public var cutOver: CutOver
    /// Boot proof, as probes: `dns:10.77.0.53/www.lab.test`, `tcp:10.77.0.53:22`, `ping:10.77.0.53`.
    public var proof: [String]
    /// One line a reason: size, place, what was considered.
    public var reasons: [String]

    public init(
        server: String, address: String, host: String, storage: String, vcpus: Int, memoryMiB: Int, firmware: Firmware,
        disks: [PlannedDisk], interfaces: [PlannedInterface], cutOver: CutOver, proof: [String], reasons: [String]
    ) {
        self.server = server
        self.address = address
        self.host = host
        self.storage = storage
        self.vcpus = vcpus
        self.memoryMiB = memoryMiB
        self.firmware = firmware
        self.disks = disks
        self.interfaces = interfaces
        self.cutOver = cutOver
        self.proof = proof
        self.reasons = reasons
    }
}

/// The devices of a VM, and so what its copy must be adapted to.
public enum GuestHardware: String, Sendable, Hashable, Codable {
    /// The pool's own: virtio, or Xen's front-ends. The guest is adapted to them.
    case paravirtual
    /// SATA disks and an e1000 card, for systems that have no other drivers. The guest is adapted to them.
    case plain
    /// The same, with the copy left as it is: for a system that nobody knows how to change.
    case untouched
}

/// A disk to copy and the image it becomes.
public struct PlannedDisk: Sendable, Hashable, Codable {
    /// Device on the server: `/dev/sda`.
    public var device: String
    public var bytes: UInt64
    /// Serial or WWN at scan time: another disk behind the same name is refused.
    public var serial: String?
    /// File name of the image on the SR: `dns01-sda.raw`.
    public var image: String
    /// `raw` or `qcow2`.
    public var format: String

    public init(device: String, bytes: UInt64, serial: String?, image: String, format: String) {
        self.device = device
        self.bytes = bytes
        self.serial = serial
        self.image = image
        self.format = format
    }
}

/// A VIF: the MAC is kept so that addresses, licences and firewall rules stay as they are.
public struct PlannedInterface: Sendable, Hashable, Codable {
    public var name: String
    public var mac: String
    public var network: String

    public init(name: String, mac: String, network: String) {
        self.name = name
        self.mac = mac
        self.network = network
    }
}

/// How the service leaves the physical server.
public struct CutOver: Sendable, Hashable, Codable {
    /// Commands run on the server before the last pass: stop the service.
    public var quiesce: [String]
    /// Commands run on the server if the conversion is undone: start the service again.
    public var resume: [String]
    /// Power the source off once the copy is verified.
    public var powerOffSource: Bool

    public init(quiesce: [String], resume: [String], powerOffSource: Bool) {
        self.quiesce = quiesce
        self.resume = resume
        self.powerOffSource = powerOffSource
    }
}

/// A server that the plan does not move, with the reason.
public struct LeftOut: Sendable, Hashable, Codable {
    public var server: String
    public var reason: String

    public init(server: String, reason: String) {
        self.server = server
        self.reason = reason
    }
}
