/// A network interface of a server.
public struct NetworkInterface: Sendable, Hashable, Codable {
    public var name: String
    /// `physical`, `bond`, `bridge`, `vlan`, `loopback`, `virtual`.
    public var kind: String
    /// The address in use now.
    public var mac: String
    /// The address burnt into the card: a bond's members show the bond's address in `mac`.
    public var permanentMAC: String?
    public var mtu: Int
    public var up: Bool
    /// `10.77.0.53/24`.
    public var addresses: [String]
    public var driver: String?
    /// The bond or bridge it belongs to.
    public var master: String?
    /// Mbit/s, where the link says so.
    public var megabits: Int?
    public var vlan: Int?

    public init(
        name: String, kind: String, mac: String, permanentMAC: String?, mtu: Int, up: Bool, addresses: [String],
        driver: String?, master: String?, megabits: Int?, vlan: Int?
    ) {
        self.name = name
        self.kind = kind
        self.mac = mac
        self.permanentMAC = permanentMAC
        self.mtu = mtu
        self.up = up
        self.addresses = addresses
        self.driver = driver
        self.master = master
        self.megabits = megabits
        self.vlan = vlan
    }
}

public struct Route: Sendable, Hashable, Codable {
    /// `default` or a prefix.
    public var destination: String
    public var gateway: String?
    public var interface: String

    public init(destination: String, gateway: String?, interface: String) {
        self.destination = destination
        self.gateway = gateway
        self.interface = interface
    }
}

/// A socket that waits for others: what the server offers.
public struct ListeningSocket: Sendable, Hashable, Codable {
    /// `tcp` or `udp`.
    public var transport: String
    public var address: String
    public var port: Int
    public var process: String?

    public init(transport: String, address: String, port: Int, process: String?) {
        self.transport = transport
        self.address = address
        self.port = port
        self.process = process
    }
}

/// An established connection: who talks to whom.
public struct Connection: Sendable, Hashable, Codable {
    public var transport: String
    public var localAddress: String
    public var localPort: Int
    public var peerAddress: String
    public var peerPort: Int
    public var process: String?

    public init(
        transport: String, localAddress: String, localPort: Int, peerAddress: String, peerPort: Int, process: String?
    ) {
        self.transport = transport
        self.localAddress = localAddress
        self.localPort = localPort
        self.peerAddress = peerAddress
        self.peerPort = peerPort
        self.process = process
    }
}
