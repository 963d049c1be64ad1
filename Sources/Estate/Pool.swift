/// A host of the pool.
public struct Host: Sendable, Hashable, Codable {
    public var name: String
    public var cpus: Int
    /// Bytes of RAM for VMs and the host itself.
    public var memoryBytes: UInt64
    /// Bytes not used by running VMs.
    public var freeMemoryBytes: UInt64
    /// `kvm`, `qemu` (software emulation), `xen`.
    public var hypervisor: String
    /// Versions that matter for migration: `libvirt 9.0.0`, `QEMU 10.0`.
    public var versions: [String]
    /// In maintenance: nothing may be placed here.
    public var inMaintenance: Bool
    /// The host answered; otherwise the rest is what was last known.
    public var reachable: Bool
    /// As the pool file states them; nil: not stated.
    public var rates: Rates?
    /// What the pool says of the CPU's features: equal texts are equal levels. Nil where it says nothing.
    public var cpuLevel: String?
    public var tags: [String]?
    /// Whether high availability watches the host; nil where there is none.
    public var highAvailability: Bool?

    public init(
        name: String, cpus: Int, memoryBytes: UInt64, freeMemoryBytes: UInt64, hypervisor: String, versions: [String],
        inMaintenance: Bool = false, reachable: Bool = true, rates: Rates? = nil
    ) {
        self.name = name
        self.cpus = cpus
        self.memoryBytes = memoryBytes
        self.freeMemoryBytes = freeMemoryBytes
        self.hypervisor = hypervisor
        self.versions = versions
        self.inMaintenance = inMaintenance
        self.reachable = reachable
        self.rates = rates
    }
}

/// A VM of the pool (a libvirt domain, a XenServer VM).
public struct Machine: Sendable, Hashable, Codable {
    public enum State: String, Sendable, Hashable, Codable {
        case running, paused, shutOff, crashed, unknown
    }

    public var name: String
    public var uuid: String
    public var host: String
    public var state: State
    public var vcpus: Int
    public var memoryBytes: UInt64
    /// Images it uses, as `nfs://server/export/file` or a path.
    public var disks: [String]
    /// MAC addresses of its VIFs.
    public var macs: [String]
    /// The host that it should be on, where the pool keeps one.
    public var affinity: String?
    public var tags: [String]?

    public init(
        name: String, uuid: String, host: String, state: State, vcpus: Int, memoryBytes: UInt64, disks: [String],
        macs: [String]
    ) {
        self.name = name
        self.uuid = uuid
        self.host = host
        self.state = state
        self.vcpus = vcpus
        self.memoryBytes = memoryBytes
        self.disks = disks
        self.macs = macs
    }
}

/// A storage repository (SR) that all hosts of the pool share.
public struct StorageRepository: Sendable, Hashable, Codable {
    public var name: String
    /// `nfs://server/export`, or `file:///path` where it is mounted.
    public var url: String
    public var totalBytes: UInt64
    public var freeBytes: UInt64
    /// Images are published here unless a plan says otherwise.
    public var isDefault: Bool
    /// As the pool file states them; nil: not stated.
    public var rates: Rates?

    public init(
        name: String, url: String, totalBytes: UInt64, freeBytes: UInt64, isDefault: Bool, rates: Rates? = nil
    ) {
        self.name = name
        self.url = url
        self.totalBytes = totalBytes
        self.freeBytes = freeBytes
        self.isDefault = isDefault
        self.rates = rates
    }
}

/// Where the pool is and how to reach it: the operator's `pool.yaml`.
public struct PoolConfiguration: Sendable, Hashable, Codable {
    public static let format = "p2v-pool/1"

    public struct Member: Sendable, Hashable, Codable {
        public var name: String
        /// libvirt URI: `qemu+tls://hosta/system`.
        public var uri: String
        /// How the other hosts' daemons reach this one, where it is not `uri`: another network for migrations, say.
        public var peerURI: String?
        /// Capacity in place of what the host reports (a lab host reports its whole machine's).
        public var cpus: Int?
        public var memoryMiB: Int?
        public var inMaintenance: Bool?
        /// The processor, as the host's /proc/cpuinfo names it: with it, load is planned in this host's cores.
        public var processor: String?
        /// A command that runs `p2v announce --interface BRIDGE` on this host, as argv: with it, switches learn a
        /// migrating machine's new place at the start of its pause. `[ssh, root@hosta, p2v, announce, …]`.
        public var announcer: [String]?
        /// Limits of disk and network that plans keep.
        public var rates: Rates?

        public init(
            name: String, uri: String, peerURI: String? = nil, cpus: Int? = nil, memoryMiB: Int? = nil,
            inMaintenance: Bool? = nil, processor: String? = nil, announcer: [String]? = nil, rates: Rates? = nil
        ) {
            self.name = name
            self.uri = uri
            self.peerURI = peerURI
            self.cpus = cpus
            self.memoryMiB = memoryMiB
            self.inMaintenance = inMaintenance
            self.processor = processor
            self.announcer = announcer
            self.rates = rates
        }
    }

    public struct Repository: Sendable, Hashable, Codable {
        public var name: String
        /// `nfs://server/export` or `file:///path`.
        public var url: String
        public var isDefault: Bool?
        /// Free space, where the SR cannot be asked.
        public var freeGiB: Double?
        /// Limits over all images of the SR together that plans keep.
        public var rates: Rates?

        public init(
            name: String, url: String, isDefault: Bool? = nil, freeGiB: Double? = nil, rates: Rates? = nil
        ) {
            self.name = name
            self.url = url
            self.isDefault = isDefault
            self.freeGiB = freeGiB
            self.rates = rates
        }
    }

    /// What manages the hosts.
    public enum Kind: String, Sendable, Hashable, Codable {
        /// One libvirtd a host: KVM, QEMU, Xen by libxl.
        case libvirt
        /// XenServer or XCP-ng.
        case xapi
    }

    public var format = Self.format
    public var name: String
    /// Nil is libvirt.
    public var kind: Kind?
    /// XAPI: addresses of members, the coordinator first; `host` or `host:port`.
    public var addresses: [String]?
    public var user: String?
    /// Where the password is: one of these three, never the password itself.
    public var passwordFile: String?
    public var passwordVariable: String?
    public var passwordCommand: [String]?
    public var hosts: [Member]
    public var storage: [Repository]
    /// The bridge that VMs' VIFs join unless a plan says otherwise.
    public var network: String

    public init(name: String, hosts: [Member], storage: [Repository], network: String) {
        self.name = name
        self.hosts = hosts
        self.storage = storage
        self.network = network
    }
}

extension PoolConfiguration {
    /// A XAPI pool names its hosts, SRs and networks itself: there they may be left out.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        let kind = try values.decodeIfPresent(Kind.self, forKey: .kind)
        let mayBeAbsent = kind == .xapi
        func list<Item: Decodable>(_ key: CodingKeys) throws -> [Item] {
            mayBeAbsent && !values.contains(key) ? [] : try values.decode([Item].self, forKey: key)
        }
        self.init(
            name: try values.decode(String.self, forKey: .name), hosts: try list(.hosts), storage: try list(.storage),
            network: mayBeAbsent && !values.contains(.network)
                ? "xenbr0" : try values.decode(String.self, forKey: .network))
        format = try values.decodeIfPresent(String.self, forKey: .format) ?? Self.format
        self.kind = kind
        addresses = try values.decodeIfPresent([String].self, forKey: .addresses)
        user = try values.decodeIfPresent(String.self, forKey: .user)
        passwordFile = try values.decodeIfPresent(String.self, forKey: .passwordFile)
        passwordVariable = try values.decodeIfPresent(String.self, forKey: .passwordVariable)
        passwordCommand = try values.decodeIfPresent([String].self, forKey: .passwordCommand)
    }
}
