/// Addresses burnt into cards.
enum PermanentMAC {
    /// `eth0 Permanent address: 52:54:00:12:34:56`, from `ethtool -P`.
    static func ethtool(_ text: String) -> [String: String] {
        var all: [String: String] = [:]
        for line in Lines.of(text) {
            guard let (name, rest) = line.halves(" "), let mac = rest.words.last, isMAC(mac) else { continue }
            all[name] = mac.lowercased()
        }
        return all
    }

    /// /proc/net/bonding/bond0: `Slave Interface: eth0`, later `Permanent HW addr: …`.
    static func bonding(_ lines: [FileLines.Line]) -> [String: String] {
        var all: [String: String] = [:]
        var slave: String?
        for line in lines where line.file.hasPrefix("/proc/net/bonding/") {
            guard let (key, value) = line.text.halves(":") else { continue }
            if key == "Slave Interface" { slave = value }
            if key == "Permanent HW addr", let slave, isMAC(value) { all[slave] = value.lowercased() }
        }
        return all
    }

    /// Virtual cards answer with zeros.
    private static func isMAC(_ text: String) -> Bool {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        return parts.count == 6 && parts.allSatisfy { $0.count == 2 && $0.allSatisfy(\.isHexDigit) }
            && parts.contains { $0 != "00" }
    }
}
