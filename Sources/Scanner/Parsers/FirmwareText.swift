/// What a board's maker never filled in. Such text is no fact: servers would be taken for one another by it.
enum FirmwareText {
    private static let phrases: Set<String> = [
        "not settable", "not specified", "not present", "not available", "not applicable", "none", "n/a", "na",
        "unknown",
        "default string", "to be filled by o.e.m.", "to be filled by o.e.m", "o.e.m.", "oem", "system manufacturer",
        "system product name", "system serial number", "system version", "chassis serial number", "serial number",
        "invalid", "empty", "undefined", "xxxxxxx", "0123456789", "1234567890", "123456789", "0000000000",
    ]
    /// UUIDs that many boards share, as they were shipped.
    private static let shared: Set<String> = [
        "03000200-0400-0500-0006-000700080009", "00020003-0004-0005-0006-000700080009",
        "12345678-1234-5678-90ab-cddeefaabbcc", "11111111-2222-3333-4444-555555555555",
        "01234567-8910-1112-1314-151617181920",
    ]

    /// The text where it says something; nil for a placeholder.
    static func meant(_ text: String) -> String? {
        let plain = text.trimmed
        let low = plain.lowercased()
        guard !plain.isEmpty, !phrases.contains(low), !isRepeated(low) else { return nil }
        return plain
    }

    /// A UUID that this one board has; nil for a placeholder.
    static func uuid(_ text: String) -> String? {
        guard let plain = meant(text), !shared.contains(plain.lowercased()) else { return nil }
        let digits = plain.filter { $0 != "-" }
        guard digits.count == 32, digits.allSatisfy(\.isHexDigit) else { return nil }
        return plain
    }

    /// All zeros, all Fs, all dots.
    private static func isRepeated(_ text: String) -> Bool {
        let signs = text.filter { $0 != "-" && $0 != " " }
        return signs.isEmpty || (signs.count > 2 && Set(signs).count == 1)
    }
}
