internal import Estate
internal import Foundation

/// Both fingerprints of a host key that has changed, out of ssh's warning and the file of known keys that it names.
struct ChangedHostKey {
    /// `SHA256:…` of the key that the server showed now.
    var offered: String?
    /// `SHA256:…` of the key that was known.
    var known: String?

    /// - Parameter lines: the lines of a file of known keys; nil where it cannot be read.
    init(_ warning: String, lines: (String) -> [String]?) {
        for line in warning.split(whereSeparator: \.isNewline) {
            if offered == nil, let word = line.split(separator: " ").first(where: { $0.hasPrefix("SHA256:") }) {
                offered = word.hasSuffix(".") ? String(word.dropLast()) : String(word)
            }
            guard line.hasPrefix("Offending "), let range = line.range(of: " key in "),
                let colon = line.lastIndex(of: ":"), colon >= range.upperBound,
                let number = Int(line[line.index(after: colon)...].prefix { $0.isNumber }), number > 0,
                let all = lines(String(line[range.upperBound..<colon])), number <= all.count
            else { continue }
            known = Self.fingerprint(all[number - 1])
        }
    }

    /// `host ssh-ed25519 AAAA… comment`, or with a mark (`@cert-authority`) first.
    static func fingerprint(_ line: String) -> String? {
        let words = line.split(separator: " ")
        let at = words.first?.hasPrefix("@") == true ? 3 : 2
        guard at < words.count, let key = Data(base64Encoded: String(words[at])) else { return nil }
        let digest = Data(SHA256.digest(Array(key))).base64EncodedString()
        return "SHA256:" + digest.filter { $0 != "=" }
    }

    /// For a sentence: ` (known SHA256:…, now SHA256:…)`.
    var text: String {
        " (known \(known ?? "cannot be read"), now \(offered ?? "not shown by ssh"))"
    }
}
