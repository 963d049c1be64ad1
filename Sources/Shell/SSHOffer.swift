/// What ssh says when it and an old server have no method in common, and the setting that lets the server in.
enum SSHOffer {
    /// Words of ssh(1) → the setting of ssh_config(5).
    private static let settings = [
        ("no matching host key type found", "HostKeyAlgorithms"),
        ("no matching key exchange method found", "KexAlgorithms"), ("no matching cipher found", "Ciphers"),
        ("no matching MAC found", "MACs"),
    ]
    /// `Their offer: ssh-rsa,ssh-dss` → the setting, and the first that the server offers, preferably one that OpenSSH
    /// still has.
    static func setting(_ text: String) -> (what: String, setting: String)? {
        for (words, name) in settings {
            guard let line = text.split(whereSeparator: \.isNewline).first(where: { $0.contains(words) }) else {
                continue
            }
            let offer = line.split(separator: " ").last.map(String.init) ?? ""
            let methods = offer.split(separator: ",").map(String.init)
            let plain = methods.allSatisfy { method in
                method.unicodeScalars.allSatisfy {
                    $0.properties.isAlphabetic || "0123456789-@.".unicodeScalars.contains($0)
                }
            }
            guard let first = methods.first(where: { $0 != "ssh-dss" }) ?? methods.first, plain else { continue }
            return ("\(words): the server offers \(offer)", "\(name) +\(first)")
        }
        if text.contains("no mutual signature") {
            return ("the server takes only signatures that ssh no longer makes", "PubkeyAcceptedAlgorithms +ssh-rsa")
        }
        if text.contains("Invalid key length") {
            return ("the server's host key is too short for ssh", "RequiredRSASize 1024")
        }
        return nil
    }
}
