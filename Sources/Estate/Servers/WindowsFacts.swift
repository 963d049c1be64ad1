/// What only a Windows server has to tell, read from its disks while it is switched off.
package struct WindowsFacts: Sendable, Hashable, Codable {
    /// `ServerStandard`, `Professional`.
    package var edition: String?
    /// `10.0.17763.1`; 5.1 is XP, 5.2 is 2003, 6.0 is 2008, 6.1 is 2008 R2, 6.3 is 2012 R2.
    package var build: String
    /// `client`, `server`, `domain-controller`; see ``Role``.
    package var role: Role?
    /// The control set that starts next: `ControlSet001`.
    package var controlSet: String
    /// Where Windows lies: `/dev/sda2`, as the appliance calls it.
    package var systemVolume: String
    package var services: [Service]
    package var networks: [Network]
    /// Drive letter → what the registry says of its volume, in hexadecimal: an MBR signature and offset, or a GPT GUID.
    package var driveLetters: [String: String]
    package var hibernation: Hibernation
    /// Shutting down leaves a hibernated kernel behind.
    package var fastStartup: Bool
    /// Volumes that BitLocker has encrypted.
    package var bitLockerVolumes: [String]
    /// Drivers that filter a device class, as `{class GUID} upper|lower DRIVER`.
    package var filters: [String]

    package enum Role: String, Sendable, Hashable, Codable {
        case client, server
        case domainController = "domain-controller"
    }

    package enum Hibernation: String, Sendable, Hashable, Codable {
        /// There is no hibernation file, or nothing is in it.
        case none
        /// The memory of a running Windows is in the file: the file systems are not in order.
        case hibernated
        /// It was hibernated, and has been woken since.
        case resumed
        /// The file has a head that is not known.
        case unknown
    }

    package struct Service: Sendable, Hashable, Codable {
        package var name: String
        package var isDriver: Bool
        package var start: Start
        package var image: String?
        package var group: String?

        package enum Start: String, Sendable, Hashable, Codable {
            case boot, system, automatic, manual, disabled
        }

        package init(name: String, isDriver: Bool, start: Start, image: String?, group: String?) {
            self.name = name
            self.isDriver = isDriver
            self.start = start
            self.image = image
            self.group = group
        }
    }

    package struct Network: Sendable, Hashable, Codable {
        /// `{GUID}`.
        package var id: String
        /// `Ethernet 2`.
        package var name: String?
        package var adapter: String?
        package var dhcp: Bool
        /// `10.0.0.5/24`.
        package var addresses: [String]
        package var gateways: [String]
        package var nameServers: [String]

        package init(
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

    package init(
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
