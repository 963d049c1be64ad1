internal import Estate

/// How the media's system gets its address. The kernel command line can say otherwise at each start.
package enum MediaNetwork: Sendable, Hashable {
    case dhcp
    /// - address: IPv4 with prefix length, `10.0.0.5/24`.
    case fixed(address: String, gateway: String?)

    /// - Throws: ``Failure`` when a text is not an IPv4 address.
    package init(address: String?, gateway: String?) throws {
        guard let address else {
            guard gateway == nil else { throw Self.refused(gateway ?? "", "a gateway needs --address") }
            self = .dhcp
            return
        }
        let parts = address.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, Self.isIPv4(parts[0]), let prefix = Int(parts[1]), (1...32).contains(prefix) else {
            throw Self.refused(address, "it is not an IPv4 address with its prefix length")
        }
        if let gateway, !Self.isIPv4(gateway) { throw Self.refused(gateway, "it is not an IPv4 address") }
        self = .fixed(address: address, gateway: gateway)
    }

    /// What the system's first process reads from `/proc/cmdline`.
    var kernelArguments: [String] {
        switch self {
        case .dhcp: []
        case .fixed(let address, let gateway):
            ["p2v.address=\(address)"] + (gateway.map { ["p2v.gateway=\($0)"] } ?? [])
        }
    }

    private static func isIPv4(_ text: some StringProtocol) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { part in
                part.allSatisfy { $0.isASCII && $0.isNumber } && UInt8(part) != nil
            }
    }

    private static func refused(_ subject: String, _ because: String) -> Failure {
        Failure(
            "set the media's network", on: subject, because: because,
            next: "give --address 10.0.0.5/24 and, where needed, --gateway 10.0.0.1", exit: .refused)
    }
}
