/// A VM to be made: what a pool needs to know to define it. The image is there already.
public struct MachineDefinition: Sendable, Hashable, Codable {
    /// Also the name of its console log: letters, digits, `.`, `_` and `-`.
    public var name: String
    /// The physical server's DMI UUID where it had one, so that licences and inventories still know it.
    public var uuid: String
    public var memoryMiB: Int
    public var vcpus: Int
    public var firmware: Firmware
    public var disks: [Disk]
    public var interfaces: [Interface]
    public var clock: Clock
    public var family: Family = .linux
    public var system: System
    public var origin: Origin?
    /// Boots this kernel instead of the disk's boot loader; for tests and rescue.
    public var kernel: Kernel?

    public init(
        name: String, uuid: String, memoryMiB: Int, vcpus: Int, firmware: Firmware, disks: [Disk],
        interfaces: [Interface], clock: Clock = .utc, system: System = System(), origin: Origin? = nil,
        kernel: Kernel? = nil
    ) {
        self.name = name
        self.uuid = uuid
        self.memoryMiB = memoryMiB
        self.vcpus = vcpus
        self.firmware = firmware
        self.disks = disks
        self.interfaces = interfaces
        self.clock = clock
        self.system = system
        self.origin = origin
        self.kernel = kernel
    }

    /// The guest's kind of system: Windows wants its own timers and what Hyper-V offers its guests.
    public enum Family: String, Sendable, Hashable, Codable {
        case linux, windows
    }

    /// What the hardware clock holds.
    public enum Clock: String, Sendable, Hashable, Codable {
        case utc
        case localTime = "localtime"
    }

    /// A VBD with its image.
    public struct Disk: Sendable, Hashable, Codable {
        public enum Bus: String, Sendable, Hashable, Codable {
            case virtio, sata
        }

        /// `nfs://server/export/file`, or an absolute path on every host.
        public var url: String
        /// `raw` or `qcow2`: always said, never guessed.
        public var format: String
        public var bus: Bus
        public var serial: String?
        public var readOnly: Bool

        public init(url: String, format: String, bus: Bus, serial: String? = nil, readOnly: Bool = false) {
            self.url = url
            self.format = format
            self.bus = bus
            self.serial = serial
            self.readOnly = readOnly
        }
    }

    /// A VIF.
    public struct Interface: Sendable, Hashable, Codable {
        public enum Model: String, Sendable, Hashable, Codable {
            case virtio, e1000
        }

        public var mac: String
        /// The hosts' bridge.
        public var network: String
        public var model: Model

        public init(mac: String, network: String, model: Model) {
            self.mac = mac
            self.network = network
            self.model = model
        }
    }

    /// The DMI identity that the guest sees.
    public struct System: Sendable, Hashable, Codable {
        public var manufacturer: String?
        public var product: String?
        public var serial: String?

        public init(manufacturer: String? = nil, product: String? = nil, serial: String? = nil) {
            self.manufacturer = manufacturer
            self.product = product
            self.serial = serial
        }
    }

    /// Where the VM came from; kept with it.
    public struct Origin: Sendable, Hashable, Codable {
        public var server: String
        public var plan: String

        public init(server: String, plan: String) {
            self.server = server
            self.plan = plan
        }
    }

    /// Files on every host.
    public struct Kernel: Sendable, Hashable, Codable {
        public var image: String
        public var initrd: String
        public var commandLine: String

        public init(image: String, initrd: String, commandLine: String) {
            self.image = image
            self.initrd = initrd
            self.commandLine = commandLine
        }
    }
}
