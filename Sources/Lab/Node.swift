/// A node of the lab: what in a machine room would be a box with a cable.
package enum Node: String, Sendable, Hashable, Codable, CaseIterable {
    case `switch`, mgmt, nfs1, hosta, hostb, dns01, web01, db01, old01

    static let hosts: [Node] = [.hosta, .hostb]
    /// The "physical" servers. A lab has the first one, a room all.
    package static let servers: [Node] = allCases.filter { $0.machine != nil }
    static let network = "10.77.0"

    /// IPv4 address in 10.77.0.0/24; the switch has none.
    package var address: String? {
        switch self {
        case .switch: nil
        case .mgmt: "\(Self.network).1"
        case .nfs1: "\(Self.network).2"
        case .hosta: "\(Self.network).11"
        case .hostb: "\(Self.network).12"
        case .dns01, .web01, .db01, .old01: machine.map { "\(Self.network).\($0.number)" }
        }
    }

    /// What it is, in a few words.
    package var role: String {
        switch self {
        case .switch: "the switch"
        case .mgmt: "the console"
        case .nfs1: "the NFS server of the SR"
        case .hosta, .hostb: "a host of the pool"
        case .dns01, .web01, .db01, .old01: machine?.role ?? ""
        }
    }

    /// What a "physical" server is made of; nil for all other nodes.
    var machine: ServerMachine? { .of(self) }

    /// `/etc/hosts` of every node.
    static var hostsFile: String {
        var lines = ["127.0.0.1 localhost"]
        for node in allCases {
            if let address = node.address { lines.append("\(address) \(node.rawValue)") }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// A host's UUID: fixed, so that a repaired host is the same host.
    var uuid: String {
        let digits = String(Self.allCases.firstIndex(of: self) ?? 0)
        return "70327600-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
    }
}
