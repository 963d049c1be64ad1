/// A host of the pool.
package struct Host: Sendable, Hashable, Codable {
    package var name: String
    package var cpus: Int
    /// Bytes of RAM for VMs and the host itself.
    package var memoryBytes: UInt64
    /// Bytes not used by running VMs.
    package var freeMemoryBytes: UInt64
    /// `kvm`, `qemu` (software emulation), `xen`.
    package var hypervisor: String
    /// Versions that matter for migration: `libvirt 9.0.0`, `QEMU 10.0`.
    package var versions: [String]
    /// In maintenance: nothing may be placed here.
    package var inMaintenance: Bool
    /// The host answered; otherwise the rest is what was last known.
    package var reachable: Bool
    /// Why it does not answer, or why its free memory is not known, and 0; nil where it does and is.
    package var because: String?
    /// As the pool file states them; nil: not stated.
    package var rates: Rates?
    /// What the pool says of the CPU's features: equal texts are equal levels. Nil where it says nothing.
    package var cpuLevel: String?
    package var tags: [String]?
    /// Whether high availability watches the host; nil where there is none.
    package var highAvailability: Bool?
    /// What the host sets aside for each VM beside the VM's memory; nil where the pool does not say.
    package var machineOverhead: MemoryOverhead?

    package init(
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
package struct Machine: Sendable, Hashable, Codable {
    package enum State: String, Sendable, Hashable, Codable {
        case running, paused, shutOff, crashed, unknown
        /// Its memory lies in a file and its images belong to it; it runs on no host and is not off.
        case suspended
    }

    package var name: String
    package var uuid: String
    package var host: String
    package var state: State
    package var vcpus: Int
    package var memoryBytes: UInt64
    /// Bytes that its host sets aside for it beside its memory; nil where the pool does not say.
    package var overheadBytes: UInt64?
    /// Images it uses, as `nfs://server/export/file` or a path.
    package var disks: [String]
    /// MAC addresses of its VIFs.
    package var macs: [String]
    /// The host that it should be on, where the pool keeps one.
    package var affinity: String?
    package var tags: [String]?
    /// Where it came from, as its definition keeps it; nil for a machine that p2v did not make. With the UUID it says
    /// whose machine this is: a name says nothing, anybody may give it again.
    package var origin: MachineDefinition.Origin?

    package init(
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
package struct StorageRepository: Sendable, Hashable, Codable {
    package var name: String
    /// `nfs://server/export`, or `file:///path` where it is mounted.
    package var url: String
    package var totalBytes: UInt64
    package var freeBytes: UInt64
    /// Why the sizes are not known, and 0; nil where they are.
    package var because: String?
    /// Images are published here unless a plan says otherwise.
    package var isDefault: Bool
    /// As the pool file states them; nil: not stated.
    package var rates: Rates?
    /// An image takes only what was written to it. Nil: not known, it takes its whole size.
    package var thin: Bool?

    package init(
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
package struct PoolConfiguration: Sendable, Hashable, Codable {
    package static let format = "p2v-pool/1"

    package struct Member: Sendable, Hashable, Codable {
        package var name: String
        /// libvirt URI: `qemu+tls://hosta/system`.
        package var uri: String
        /// How the other hosts' daemons reach this one, where it is not `uri`: another network for migrations, say.
        package var peerURI: String?
        /// Where this host takes the memory of VMs that move to it, on a network of its own for that: `10.9.0.2`. Nil: at
        /// the address that its own name stands for.
        package var migrationAddress: String?
        /// Capacity in place of what the host reports (a lab host reports its whole machine's).
        package var cpus: Int?
        package var memoryMiB: Int?
        package var inMaintenance: Bool?
        /// The processor, as the host's /proc/cpuinfo names it: with it, load is planned in this host's cores.
        package var processor: String?
        /// A command that runs `p2v announce --interface BRIDGE` on this host, as argv: with it, switches learn a
        /// migrating machine's new place at the start of its pause. `[ssh, root@hosta, p2v, announce, …]`.
        package var announcer: [String]?
        /// A command that runs another one on this host, as argv: `[ssh, root@hosta]`. Backups reach the disks of running VMs by
        /// it, where the host is neither this machine nor reached by `qemu+ssh`.
        package var reach: [String]?
        /// Limits of disk and network that plans keep.
        package var rates: Rates?

        package init(
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

    package struct Repository: Sendable, Hashable, Codable {
        package var name: String
        /// `nfs://server/export` or `file:///path`.
        package var url: String
        package var isDefault: Bool?
        /// Free space, where the SR cannot be asked.
        package var freeGiB: Double?
        /// Limits over all images of the SR together that plans keep.
        package var rates: Rates?
        /// An image takes only what was written to it: plans count what its disk holds. Nil: its whole size.
        package var thin: Bool?

        package init(
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
    package enum Kind: String, Sendable, Hashable, Codable {
        /// One libvirtd a host: KVM, QEMU, Xen by libxl.
        case libvirt
        /// XenServer or XCP-ng.
        case xapi
    }

    package var format = Self.format
    package var name: String
    /// Nil is libvirt.
    package var kind: Kind?
    /// XAPI: addresses of members, the coordinator first; `host` or `host:port`.
    package var addresses: [String]?
    package var user: String?
    /// Where the password is: one of these three, never the password itself.
    package var passwordFile: String?
    package var passwordVariable: String?
    package var passwordCommand: [String]?
    package var hosts: [Member]
    package var storage: [Repository]
    /// The bridge that VMs' VIFs join unless a plan says otherwise.
    package var network: String
    /// Where the pool itself remembers what all who work on it must know: `nfs://server/export` or `file:///path`.
    /// Nil: on the default SR.
    package var state: String?

    package init(name: String, hosts: [Member], storage: [Repository], network: String) {
        self.name = name
        self.hosts = hosts
        self.storage = storage
        self.network = network
    }
}

extension PoolConfiguration {
    /// A XAPI pool names its hosts, SRs and networks itself: there they may be left out.
    package init(from decoder: any Decoder) throws {
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
        state = try values.decodeIfPresent(String.self, forKey: .state)
        addresses = try values.decodeIfPresent([String].self, forKey: .addresses)
        user = try values.decodeIfPresent(String.self, forKey: .user)
        passwordFile = try values.decodeIfPresent(String.self, forKey: .passwordFile)
        passwordVariable = try values.decodeIfPresent(String.self, forKey: .passwordVariable)
        passwordCommand = try values.decodeIfPresent([String].self, forKey: .passwordCommand)
    }
}
