/// Processor, memory and devices of a physical server.
package struct Hardware: Sendable, Hashable, Codable {
    package var vendor: Observed<String>
    package var model: Observed<String>
    package var processor: Observed<Processor>
    /// Bytes of RAM that the kernel sees.
    package var memoryBytes: Observed<UInt64>
    /// PCI and USB devices as `class vendor:device name`, where they can be listed.
    package var devices: Observed<[String]>
    /// Kernel modules loaded at scan time.
    package var modules: Observed<[String]>
    /// Bytes of RAM set aside as huge pages.
    package var hugePageBytes: UInt64?
    /// The day of the firmware, `2014-08-02`: the machine is about as old, or older where its firmware was renewed.
    package var firmwareDate: String?

    package init(
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

    /// Its firmware calls itself a hypervisor's.
    package var isVirtual: Bool {
        let makers = [
            "QEMU", "VMware", "Xen", "innotek", "Bochs", "Amazon EC2", "Google", "OpenStack", "Parallels", "Nutanix",
        ]
        let (vendor, model) = (vendor.value ?? "", model.value ?? "")
        return makers.contains { vendor.hasPrefix($0) } || model == "Virtual Machine" || model.hasPrefix("KVM")
    }
}

/// The processors of a server, taken together.
package struct Processor: Sendable, Hashable, Codable {
    package var model: String
    /// `x86_64`, `i686`, `aarch64`.
    package var architecture: String
    package var sockets: Int
    /// Nil where the server does not tell: core numbers that repeat, processors that are switched off.
    package var cores: Int?
    /// Processors that run now.
    package var threads: Int
    /// Nominal frequency in MHz.
    package var megahertz: Double?
    package var flags: [String]

    package init(
        model: String, architecture: String, sockets: Int, cores: Int?, threads: Int, megahertz: Double?,
        flags: [String]
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
