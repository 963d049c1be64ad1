/// What only a Windows server has to tell, read from its disks while it is switched off.
public struct WindowsFacts: Sendable, Hashable, Codable {
    /// `ServerStandard`, `Professional`.
    public var edition: String?
    /// `10.0.17763.1`; 5.1 is XP, 5.2 is 2003, 6.0 is 2008, 6.1 is 2008 R2, 6.3 is 2012 R2.
    public var build: String
    /// `client`, `server`, `domain-controller`; see ``Role``.
    public var role: Role?
    /// The control set that starts next: `ControlSet001`.
    public var controlSet: String
    /// Where Windows lies: `/dev/sda2`, as the appliance calls it.
    public var systemVolume: String
    public var services: [Service]
    public var networks: [Network]
    /// Drive letter → what the registry says of its volume, in hexadecimal: an MBR signature and offset, or a GPT GUID.
    public var driveLetters: [String: String]
    public var hibernation: Hibernation
    /// Shutting down leaves a hibernated kernel behind.
    public var fastStartup: Bool
    /// Volumes that BitLocker has encrypted.
    public var bitLockerVolumes: [String]
    /// Drivers that filter a device class, as `{class GUID} upper|lower DRIVER`.
    public var filters: [String]

    public enum Role: String, Sendable, Hashable, Codable {
        case client, server
        case domainController = "domain-controller"
    }

    public enum Hibernation: String, Sendable, Hashable, Codable {
        /// There is no hibernation file, or nothing is in it.
        case none
        /// The memory of a running Windows is in the file: the file systems are not in order.
        case hibernated
        /// It was hibernated, and has been woken since.
        case resumed
        /// The file has a head that is not known.
        case unknown
    }

    public struct Service: Sendable, Hashable, Codable {
        public var name: String
        public var isDriver: Bool
        public var start: Start
        public var image: String?
        public var group: String?

        public enum Start: String, Sendable, Hashable, Codable {
            case boot, system, automatic, manual, disabled
        }

        public init(name: String, isDriver: Bool, start: Start, image: String?, group: String?) {
            self.name = name
            self.isDriver = isDriver
            self.start = start
            self.image = image
            self.group = group
        }
    }

    public struct Network: Sendable, Hashable, Codable {
        /// `{GUID}`.
        public var id: String
        /// `Ethernet 2`.
        public var name: String?
        public var adapter: String?
        public var dhcp: Bool
        /// `10.0.0.5/24`.
        public var addresses: [String]
        public var gateways: [String]
        public var nameServers: [String]

        public init(
            id: String, name: String?, adapter: String?, dhcp: Bool, addresses: [String], gateways: [String],
            nameServers: [String]
        ) {
            self.id = id
            self.name = name
            self.adapter = adapter
            self.dhcp = dhcp
            self.addresses = addresses
            self.gateways = gateways
            self.nameServers = nameServers
        }
    }

    public init(
        edition: String?, build: String, role: Role?, controlSet: String, systemVolume: String, services: [Service],
        networks: [Network], driveLetters: [String: String], hibernation: Hibernation, fastStartup: Bool,
        bitLockerVolumes: [String], filters: [String]
    ) {
        self.edition = edition
        self.build = build
        self.role = role
        self.controlSet = controlSet
        self.systemVolume = systemVolume
        self.services = services
        self.networks = networks
        self.driveLetters = driveLetters
        self.hibernation = hibernation
        self.fastStartup = fastStartup
        self.bitLockerVolumes = bitLockerVolumes
        self.filters = filters
    }
}
