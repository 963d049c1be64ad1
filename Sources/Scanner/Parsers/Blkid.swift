/// `blkid -o full`: what lies on each device. `/dev/sda1: LABEL="a\"b" UUID="…" TYPE="ext4"`.
enum Blkid {
    /// - Returns: device → tags.
    static func parse(_ text: String) -> [String: [String: String]] {
        var devices: [String: [String: String]] = [:]
        for line in Lines.of(text) where line.hasPrefix("/dev/") {
            guard let colon = line.firstRange(of: ": ") else { continue }
            devices[String(line[..<colon.lowerBound])] = tags(line[colon.upperBound...])
        }
        return devices
    }

    private static func tags(_ text: Substring) -> [String: String] {
        var tags: [String: String] = [:]
        var rest = text
        while let equals = rest.firstRange(of: "=\"") {
            let key = rest[..<equals.lowerBound].trimmed
            var value = ""
            rest = rest[equals.upperBound...]
            while let next = rest.popFirst(), next != "\"" {
                if next == "\\", let escaped = rest.popFirst() { value.append(escaped) } else { value.append(next) }
            }
            tags[key] = value
        }
        return tags
    }
}
