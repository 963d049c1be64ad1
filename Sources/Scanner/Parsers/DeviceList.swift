/// PCI and USB devices as `class vendor:device name`.
enum DeviceList {
    /// sysfs's lines, and after them lspci's, where its names were worth the asking.
    static func pci(_ text: String) -> [String]? { lspci(text) ?? sysfs(text) }

    /// `0000:00:03.0 Ethernet controller [0200]: Intel 82540EM [8086:100e] (rev 03)`.
    static func lspci(_ text: String) -> [String]? {
        let devices = Lines.of(text).compactMap { line -> String? in
            let brackets = line.split(separator: "[").dropFirst().compactMap { $0.split(separator: "]").first }
            guard let kind = brackets.first(where: { $0.count == 4 && $0.allSatisfy(\.isHexDigit) }),
                let identifier = brackets.last(where: { $0.count == 9 && $0.contains(":") }),
                let (_, name) = line.dropFirst(8).halves("]")
            else { return nil }
            let plain = name.hasPrefix(":") ? name.dropFirst().trimmed : name
            let end = plain.lastIndex(of: "[") ?? plain.endIndex
            return "pci:\(kind) \(identifier) \(plain[..<end].trimmed)"
        }
        return devices.isEmpty ? nil : devices
    }

    /// `0x020000 0x8086 0x100e`, from sysfs.
    static func sysfs(_ text: String) -> [String]? {
        Lines.of(text).compactMap { line in
            let words = line.words.map { $0.hasPrefix("0x") ? String($0.dropFirst(2)) : $0 }
            guard words.count == 3 else { return nil }
            return "pci:\(words[0].prefix(4)) \(words[1]):\(words[2])"
        }
    }

    /// `00 0529:0001 HASP HL 3.25`.
    static func usb(_ text: String) -> [String]? {
        Lines.of(text).compactMap { line in
            let words = line.words
            guard words.count >= 2, words[1].contains(":") else { return nil }
            return "usb:" + words.joined(separator: " ")
        }
    }
}
