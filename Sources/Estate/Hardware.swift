/// Processor, memory and devices of a physical server.
public struct Hardware: Sendable, Hashable, Codable {
    public var vendor: Observed<String>
    public var model: Observed<String>
    public var processor: Observed<Processor>
    /// Bytes of RAM that the kernel sees.
    public var memoryBytes: Observed<UInt64>
    /// PCI and USB devices as `class vendor:device name`, where they can be listed.
    public var devices: Observed<[String]>
    /// Kernel modules loaded at scan time.
    public var modules: Observed<[String]>
    /// Bytes of RAM set aside as huge pages.
    public var hugePageBytes: UInt64?

    public init(
        vendor: Observed<String>, model: Observed<String>, processor: Observed<Processor>,
        memoryBytes: Observed<UInt64>, devices: Observed<[String]>, modules: Observed<[String]>,
        hugePageBytes: UInt64? = nil
    ) {
        self.vendor = vendor
        self.model = model
        self.processor = processor
        self.memoryBytes = memoryBytes
        self.devices = devices
        self.modules = modules
        self.hugePageBytes = hugePageBytes
    }
}

/// The processors of a server, taken together.
public struct Processor: Sendable, Hashable, Codable {
    public var model: String
    /// `x86_64`, `i686`, `aarch64`.
    public var architecture: String
    public var sockets: Int
    public var cores: Int
    public var threads: Int
    /// Nominal frequency in MHz.
    public var megahertz: Double?
    public var flags: [String]

    public init(
        model: String, architecture: String, sockets: Int, cores: Int, threads: Int, megahertz: Double?, flags: [String]
    ) {
        self.model = model
        self.architecture = architecture
        self.sockets = sockets
        self.cores = cores
        self.threads = threads
        self.megahertz = megahertz
        self.flags = flags
    }
}
