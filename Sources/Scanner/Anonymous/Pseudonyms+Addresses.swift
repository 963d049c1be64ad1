internal import Estate

extension Pseudonyms {
    /// An address with or without a prefix length; what every machine has (loopback, "any") stays. Addresses that shared
    /// their first three numbers share them afterwards, so that a network still looks like one.
    mutating func address(_ original: String) -> String {
        if let (plain, length) = halves(original, "/") { return address(plain) + "/" + length }
        let plain = original.split(separator: "%").first.map(String.init) ?? original
        if Self.everywhere.contains(plain) || plain.hasPrefix("127.") { return plain }
        let numbers = plain.split(separator: ".", omittingEmptySubsequences: false)
        if numbers.count == 4, numbers.allSatisfy({ UInt8($0) != nil }) {
            return name(.host4(network: numbers.prefix(3).joined(separator: ".")), plain)
        }
        if plain.hasPrefix("::ffff:"), plain.contains(".") { return "::ffff:" + address(String(plain.dropFirst(7))) }
        return plain.contains(":") ? name(.address6, plain) : name(.host, plain)
    }

    private static let everywhere: Set<String> = ["", "*", "0.0.0.0", "::", "::1", "[::]", "default"]

    mutating func mac(_ original: String) -> String {
        let signs = Set(original)
        return signs.isEmpty || signs == [":", "0"] ? original : name(.mac, original.lowercased())
    }

    /// `/dev/sda1` says nothing of its owner, `/dev/mapper/customer-data` does.
    mutating func device(_ original: String) -> String {
        let plain =
            /^\/dev\/((sd|vd|xvd|hd)[a-z]+\d*|(nvme\d+n|mmcblk|md)\d+(p\d+)?|dm-\d+|sr\d+|cciss\/c\d+d\d+(p\d+)?)$/
        if original.isEmpty || original.contains(plain) { return original }
        return original.hasPrefix("/") ? name(.volume, original) : name(.source, original)
    }

    /// `UUID=…`, `LABEL=…`, `server:/export`, a device, or a kind of file system.
    mutating func source(_ original: String, type: String) -> String {
        if original == type || KnownWords.sources.contains(original) { return original }
        if let (key, value) = halves(original, "="), ["UUID", "PARTUUID", "LABEL", "PARTLABEL"].contains(key) {
            return key + "=" + name(key.hasSuffix("LABEL") ? .label : .uuid, value)
        }
        if !original.hasPrefix("/"), let (host, path) = halves(original, ":/") {
            return name(.host, host) + ":" + name(.place, "/" + path)
        }
        return device(original)
    }

    mutating func place(_ original: String) -> String {
        KnownWords.places.contains(original) || !original.hasPrefix("/") && KnownWords.sources.contains(original)
            ? original : name(.place, original)
    }

    mutating func program(_ original: String) -> String {
        KnownWords.programs.contains(original) ? original : name(.program, original)
    }

    /// Names that the kernel and systemd give; one with a MAC in it (`enx…`) is not among them.
    mutating func card(_ original: String) -> String {
        let kernel = /^(lo|(eth|bond|br|em|wlan|virbr|docker|team|vlan|ib)\d+|en[osp][0-9a-z]+|p\d+p\d+)([.:]\d+)?$/
        let kept = original.contains(kernel)
        return kept ? original : name(.card, original)
    }

    private func halves(_ text: String, _ separator: String) -> (String, String)? {
        guard let range = text.firstRange(of: separator) else { return nil }
        return (String(text[..<range.lowerBound]), String(text[range.upperBound...]))
    }
}
