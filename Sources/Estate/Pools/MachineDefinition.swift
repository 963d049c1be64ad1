/// A VM to be made: what a pool needs to know to define it. The image is there already.
package struct MachineDefinition: Sendable, Hashable, Codable {
    /// Also the name of its console log: letters, digits, `.`, `_` and `-`.
    package var name: String
    /// The physical server's DMI UUID where it had one, so that licences and inventories still know it.
    package var uuid: String
    package var memoryMiB: Int
    package var vcpus: Int
    package var firmware: Firmware
    package var disks: [Disk]
    package var interfaces: [Interface]
    package var clock: Clock
    package var family: Family = .linux
    /// The place of the disk that its firmware starts from, from 0.
    package var bootDisk = 0
    /// The lowest processor that the guest runs on, as a level of the x86-64 psABI from 1 to 4; nil for any.
    package var processorLevel: Int?
    /// Its kernel knows virtio before version 1 alone, and needs devices that speak both; nil where nobody has looked.
    package var oldVirtio: Bool?
    /// The server started with Secure Boot; nil where that is not known.
    package var secureBoot: Bool?
    package var system: System
    package var origin: Origin?
    /// Boots this kernel instead of the disk's boot loader; for tests and rescue.
    package var kernel: Kernel?

    package init(
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
    package enum Family: String, Sendable, Hashable, Codable {
        case linux, windows
    }

    /// What the hardware clock holds.
    package enum Clock: String, Sendable, Hashable, Codable {
        case utc
        case localTime = "localtime"
    }

    /// A VBD with its image.
    package struct Disk: Sendable, Hashable, Codable {
        package enum Bus: String, Sendable, Hashable, Codable {
            case virtio, sata
        }

        /// `nfs://server/export/file`, or an absolute path on every host.
        package var url: String
        /// `raw` or `qcow2`: always said, never guessed.
        package var format: String
        package var bus: Bus
        package var serial: String?
        package var readOnly: Bool
        /// Bytes of a logical sector that the guest's partition tables are written in: 512 or 4096.
        package var sectorBytes = 512

        package init(url: String, format: String, bus: Bus, serial: String? = nil, readOnly: Bool = false) {
            self.url = url
            self.format = format
            self.bus = bus
            self.serial = serial
            self.readOnly = readOnly
        }
    }

    /// A VIF.
    package struct Interface: Sendable, Hashable, Codable {
        package enum Model: String, Sendable, Hashable, Codable {
            case virtio, e1000
        }

        package var mac: String
        /// The hosts' bridge.
        package var network: String
        package var model: Model

        package init(mac: String, network: String, model: Model) {
            self.mac = mac
            self.network = network
            self.model = model
        }
    }

    /// The DMI identity that the guest sees.
    package struct System: Sendable, Hashable, Codable {
        package var manufacturer: String?
        package var product: String?
        package var serial: String?

        package init(manufacturer: String? = nil, product: String? = nil, serial: String? = nil) {
            self.manufacturer = manufacturer
            self.product = product
            self.serial = serial
        }
    }

    /// Where the VM came from; kept with it.
    package struct Origin: Sendable, Hashable, Codable {
        package var server: String
        package var plan: String

        package init(server: String, plan: String) {
            self.server = server
            self.plan = plan
        }
    }

    /// Files on every host.
    package struct Kernel: Sendable, Hashable, Codable {
        package var image: String
        package var initrd: String
        package var commandLine: String

        package init(image: String, initrd: String, commandLine: String) {
            self.image = image
            self.initrd = initrd
            self.commandLine = commandLine
        }
    }
}
