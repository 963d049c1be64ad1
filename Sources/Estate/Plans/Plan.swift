/// A consolidation plan: what a person reviews, keeps in git, and applies. Stable in key order.
package struct Plan: Sendable, Hashable, Codable {
    package static let format = "p2v-plan/1"

    package var format = Self.format
    package var pool: String
    /// Digests of what the plan was made from; `apply` refuses when reality differs.
    package var inventoryDigest: String
    package var poolDigest: String
    /// The promises kept on every host.
    package var policy: PlanPolicy
    /// What must and must not share a host, and the like.
    package var rules: Rules
    /// Hosts used, and the proved minimum.
    package var hostsUsed: Int
    package var hostsLowerBound: Int
    package var servers: [PlannedServer]
    package var leftOut: [LeftOut]
    /// Whose clock the waves follow; nil where no schedule was asked for, and in plans of older versions.
    package var calendar: WaveCalendar?
    /// In which order, and when; nil where no schedule was asked for.
    package var waves: [Wave]?
    /// How often each host would have broken its promise; nil where no load was observed.
    package var risk: [HostRisk]?

    package init(
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
package struct PlannedServer: Sendable, Hashable, Codable {
    package var server: String
    /// `ssh://user@host:port` as scanned.
    package var address: String
    package var host: String
    /// The SR, by name.
    package var storage: String
    package var vcpus: Int
    package var memoryMiB: Int
    package var firmware: Firmware
    /// Nil in plans of earlier versions: kept where it is known.
    package var uuid: PlannedUUID?
    /// What the guest finds; nil for the pool's para-virtual devices.
    package var guest: GuestHardware?
    package var disks: [PlannedDisk]
    package var interfaces: [PlannedInterface]
    package var cutOver: CutOver
    /// Boot proof, as probes: `dns:10.77.0.53/www.lab.test`, `tcp:10.77.0.53:22`, `ping:10.77.0.53`.
    package var proof: [String]
    /// One line a reason: size, place, what was considered.
    package var reasons: [String]

    package init(
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
package enum GuestHardware: String, Sendable, Hashable, Codable {
    /// The pool's own: virtio, or Xen's front-ends. The guest is adapted to them.
    case paravirtual
    /// SATA disks and an e1000 card, for systems that have no other drivers. The guest is adapted to them.
    case plain
    /// The same, with the copy left as it is: for a system that nobody knows how to change.
    case untouched
}

/// A disk to copy and the image it becomes.
package struct PlannedDisk: Sendable, Hashable, Codable {
    /// Device on the server: `/dev/sda`.
    package var device: String
    package var bytes: UInt64
    /// Bytes of it that hold data, as far as its file systems say; nil: not known, all of it counts.
    package var usedBytes: UInt64?
    /// Serial or WWN at scan time: another disk behind the same name is refused.
    package var serial: String?
    /// File name of the image on the SR: `dns01-sda.raw`.
    package var image: String
    /// `raw` or `qcow2`.
    package var format: String

    package init(device: String, bytes: UInt64, serial: String?, image: String, format: String) {
        self.device = device
        self.bytes = bytes
        self.serial = serial
        self.image = image
        self.format = format
    }
}

extension PlannedDisk {
    /// What is to be copied: what holds data where that is known, else all.
    package var copiedBytes: UInt64 { min(usedBytes ?? bytes, bytes) }
}

/// A VIF: the MAC is kept so that addresses, licences and firewall rules stay as they are.
package struct PlannedInterface: Sendable, Hashable, Codable {
    package var name: String
    package var mac: String
    package var network: String

    package init(name: String, mac: String, network: String) {
        self.name = name
        self.mac = mac
        self.network = network
    }
}

/// How the service leaves the physical server.
package struct CutOver: Sendable, Hashable, Codable {
    /// Commands run on the server before the last pass: stop the service.
    package var quiesce: [String]
    /// Commands run on the server if the conversion is undone: start the service again.
    package var resume: [String]
    /// Power the source off once the copy is verified.
    package var powerOffSource: Bool
    /// Start the VM while the source powers off, the links of its network cards down until the source is proved off.
    /// Nil: where the pool can do it.
    package var startApart: Bool?
    /// Launch the appliance that adapts the copy before the service stops. Nil: where it can be done.
    package var standBy: Bool?

    package init(quiesce: [String], resume: [String], powerOffSource: Bool) {
        self.quiesce = quiesce
        self.resume = resume
        self.powerOffSource = powerOffSource
    }
}

/// A server that the plan does not move, with the reason.
package struct LeftOut: Sendable, Hashable, Codable {
    package var server: String
    package var reason: String

    package init(server: String, reason: String) {
        self.server = server
        self.reason = reason
    }
}
