/// `cryptsetup luksDump`, filtered: which devices unlock by something else than a passphrase.
enum LUKSTokens {
    private static let kinds = ["clevis", "systemd-tpm2", "systemd-fido2", "systemd-recovery", "systemd-pkcs11"]

    /// - Returns: device → kinds of tokens.
    static func parse(_ text: String) -> [String: [String]]? {
        var tokens: [String: [String]] = [:]
        var device: String?
        for line in Lines.of(text) {
            if line.hasPrefix("luks ") {
                device = line.dropFirst(5).trimmed
                if let device { tokens[device] = [] }
            } else if let device {
                for kind in kinds where line.contains(kind) && tokens[device]?.contains(kind) == false {
                    tokens[device]?.append(kind)
                }
            }
        }
        return tokens
    }
}
