/// What the server's firmware starts, as `efibootmgr` printed it during the scan: files of the EFI system partition, the
/// one that started the running system first, then in the firmware's order.
struct FirmwareOrder: Sendable, Hashable {
    /// `/efi/rocky/shimx64.efi`: from the partition's root, in small letters, as FAT does not tell them apart.
    var loaders: [String] = []

    /// - Parameter lines: `BootCurrent: 0004`, `BootOrder: 0004,0001`, `Boot0004* Rocky Linux HD(…)/File(\EFI\…)`; newer
    ///   versions write no `File(…)`.
    init(lines: [String]) {
        var files: [String: String] = [:]
        var order: [String] = []
        for line in lines {
            let line = line.drop { $0.isWhitespace }
            if line.hasPrefix("BootCurrent:") {
                order.insert(Self.value(line), at: 0)
            } else if line.hasPrefix("BootOrder:") {
                order += Self.value(line).split(separator: ",").map { String($0) }
            } else if let (number, file) = Self.entry(line) {
                files[number] = file
            }
        }
        for number in order {
            guard let file = files[number], !loaders.contains(file) else { continue }
            loaders.append(file)
        }
    }

    private static func value(_ line: Substring) -> String {
        String(line.drop { $0 != ":" }.dropFirst().filter { !$0.isWhitespace }).uppercased()
    }

    /// `Boot0004*`: four hexadecimal digits; without the star it is switched off.
    private static func entry(_ line: Substring) -> (String, String)? {
        guard line.hasPrefix("Boot"), line.count > 9 else { return nil }
        let number = line.dropFirst(4).prefix(4)
        guard number.allSatisfy(\.isHexDigit), line.dropFirst(8).first == "*" else { return nil }
        let text = line.lowercased()
        guard let start = text.firstRange(of: "\\efi\\") else { return nil }
        let path = String(text[start.lowerBound...].prefix { $0 != ")" && !$0.isWhitespace })
        return path.hasSuffix(".efi") ? (number.uppercased(), path.replacing("\\", with: "/")) : nil
    }
}
