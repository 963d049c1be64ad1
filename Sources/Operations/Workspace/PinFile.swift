internal import Estate
internal import Foundation
internal import Logging
internal import Synchronization
internal import XenAPI

/// The trusted certificates of a XAPI pool's hosts, in `POOLFILE.pins`: a line `address SHA-256` each, as ssh keeps
/// known hosts. A certificate that is seen for the first time is shown and written down.
final class PinFile: Pins {
    private let path: String
    private let log: Logger
    private let lock = Mutex(())

    init(besides poolFile: String, log: Logger) {
        path = poolFile + ".pins"
        self.log = log
    }

    func fingerprint(of address: String) -> String? {
        lines().first { $0.address == address }?.fingerprint
    }

    func trust(_ fingerprint: String, of address: String) throws {
        try lock.withLock { _ in
            var text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
            if !text.isEmpty, !text.hasSuffix("\n") { text += "\n" }
            do {
                try (text + "\(address) \(fingerprint)\n").write(toFile: path, atomically: true, encoding: .utf8)
            } catch {
                throw Failure(
                    "write down the certificate", on: path, because: error.localizedDescription,
                    next: "make the pool file's folder writable once, or add the line \(address) \(fingerprint)")
            }
        }
        log.notice(
            "\(address) shows this certificate for the first time; it is trusted from now on: SHA-256 \(Self.colons(fingerprint))"
        )
    }

    /// Colons and capitals are as good as none: `openssl x509 -fingerprint` prints them.
    private func lines() -> [(address: String, fingerprint: String)] {
        ((try? String(contentsOfFile: path, encoding: .utf8)) ?? "").split { $0.isNewline }.compactMap { line in
            let words = line.split { $0.isWhitespace }
            guard words.count == 2, !words[0].hasPrefix("#") else { return nil }
            return (String(words[0]), words[1].lowercased().filter(\.isHexDigit))
        }
    }

    private static func colons(_ fingerprint: String) -> String {
        let digits = Array(fingerprint.uppercased())
        return stride(from: 0, to: digits.count, by: 2).map { String(digits[$0..<min($0 + 2, digits.count)]) }
            .joined(separator: ":")
    }
}
