/// A network interface of a server.
package struct NetworkInterface: Sendable, Hashable, Codable {
    package var name: String
    /// `physical`, `bond`, `bridge`, `vlan`, `loopback`, `virtual`.
    package var kind: String
    /// The address in use now.
    package var mac: String
    /// The address burnt into the card: a bond's members show the bond's address in `mac`.
    package var permanentMAC: String?
    package var mtu: Int
    package var up: Bool
    /// `10.77.0.53/24`.
    package var addresses: [String]
    package var driver: String?
    /// Where it is on its bus, as the kernel names the place: `0000:01:00.0`; nil where it is on none of PCI, and in scans
    /// made before this was asked.
    package var slot: String?
    /// The bond or bridge it belongs to.
    package var master: String?
    /// Mbit/s, where the link says so.
    package var megabits: Int?
    package var vlan: Int?
    /// Why its addresses could not be read; nil where ``addresses`` is all there are.
    package var addressesUnknown: String?
    /// Those of ``addresses`` that it has for a while only: of a lease, of IPv6's privacy, of a cluster that moves them. Nil
    /// where all are its own, and in scans made before this was asked.
    package var passingAddresses: [String]?

    package init(
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

package struct Route: Sendable, Hashable, Codable {
    /// `default` or a prefix.
    package var destination: String
    package var gateway: String?
    package var interface: String

    package init(destination: String, gateway: String?, interface: String) {
        self.destination = destination
        self.gateway = gateway
        self.interface = interface
    }
}

/// A socket that waits for others: what the server offers.
package struct ListeningSocket: Sendable, Hashable, Codable {
    /// `tcp` or `udp`.
    package var transport: String
    package var address: String
    package var port: Int
    package var process: String?
    /// The service of systemd's system manager that it belongs to, such as `named.service`; nil where that is not known.
    package var unit: String?

    package init(transport: String, address: String, port: Int, process: String?, unit: String? = nil) {
        self.transport = transport
        self.address = address
        self.port = port
        self.process = process
        self.unit = unit
    }

    /// Left running until the server goes down: p2v needs ssh and the network, and the others keep no data of their own.
    private static let keptRunning: Set<String> = [
        "sshd", "systemd-resolve", "systemd-network", "systemd-timesyn", "systemd", "chronyd", "ntpd", "rpcbind",
        "rpc.statd", "dhclient", "dhcpcd", "avahi-daemon", "cupsd", "init", "dropbear", "NetworkManager", "wickedd",
        "wickedd-dhcp4", "wickedd-dhcp6", "wickedd-auto4", "connmand", "openvpn", "tailscaled", "iscsid", "multipathd",
    ]

    /// Others may have their data written through it: whether it is stopped before a last pass matters.
    package var servesOthers: Bool {
        let isLoopback = address.hasPrefix("127.") || address == "::1" || address == "[::1]"
        return !isLoopback && port != 22 && !(process.map(Self.keptRunning.contains) ?? false)
    }
}

/// An established connection: who talks to whom.
package struct Connection: Sendable, Hashable, Codable {
    package var transport: String
    package var localAddress: String
    package var localPort: Int
    package var peerAddress: String
    package var peerPort: Int
    package var process: String?

    package init(
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
