internal import Foundation
internal import Logging
internal import Synchronization
internal import XenAPI

/// The trusted certificates of a XAPI pool's hosts, in `POOLFILE.pins`: a line `address SHA-256` each, as ssh keeps
/// known hosts. A certificate that is seen for the first time is shown and written down where somebody watches, or has
/// said that new ones are trusted; otherwise it is refused.
///
/// A file that is there and cannot be read or understood is no empty one: nobody is trusted then.
final class PinFile: Pins {
    private let path: String
    private let log: Logger
    private let acceptsNew: Bool
    private let lock = Mutex(())

    init(besides poolFile: String, acceptsNew: Bool, log: Logger) {
        path = poolFile + ".pins"
        self.acceptsNew = acceptsNew
        self.log = log
    }

    func fingerprint(of address: String) throws(XenError) -> String? {
        try lines(for: address).first { $0.address == address }?.fingerprint
    }

    func trust(_ fingerprint: String, of address: String) throws(XenError) {
        guard acceptsNew else { throw .unknownCertificate(address: address, shown: Self.colons(fingerprint)) }
        // The certificate is shown before it is written down: whoever cannot write sees what he would trust.
        do throws(XenError) {
            try lock.withLock { (_) throws(XenError) in try add("\(address) \(fingerprint)", for: address) }
        } catch {
            log.error("\(address) shows this certificate: SHA-256 \(Self.colons(fingerprint))")
            throw error
        }
        log.notice(
            "\(address) shows this certificate for the first time; it is trusted from now on: SHA-256 \(Self.colons(fingerprint))"
        )
    }

    private func add(_ line: String, for address: String) throws(XenError) {
        var text = try self.text(for: address)
        if !text.isEmpty, !text.hasSuffix("\n") { text += "\n" }
        do {
            try (text + line + "\n").write(toFile: path, atomically: true, encoding: .utf8)
        } catch {
            throw .unpinned(address: address, reason: "\(path) cannot be written: \(error.localizedDescription)")
        }
    }

    /// Empty where there is no such file.
    private func text(for address: String) throws(XenError) -> String {
        do {
            let data = try Data(contentsOf: URL(fileURLWithPath: path))
            guard let text = String(validating: data, as: UTF8.self) else {
                throw XenError.unpinned(address: address, reason: "\(path) is no text")
            }
            return text
        } catch let error as XenError {
            throw error
        } catch CocoaError.fileReadNoSuchFile {
            return ""
        } catch {
            throw .unpinned(address: address, reason: "\(path) cannot be read: \(error.localizedDescription)")
        }
    }

    /// Colons and capitals are as good as none: `openssl x509 -fingerprint` prints them.
    private func lines(for address: String) throws(XenError) -> [(address: String, fingerprint: String)] {
        var pins: [(address: String, fingerprint: String)] = []
        for line in try text(for: address).split(whereSeparator: \.isNewline) {
            let words = line.split(whereSeparator: \.isWhitespace)
            guard let first = words.first, !first.hasPrefix("#") else { continue }
            let digits = words.last.map { $0.lowercased().filter { $0 != ":" } } ?? ""
            guard words.count == 2, digits.utf8.count == 64, digits.allSatisfy(\.isHexDigit) else {
                throw .unpinned(address: address, reason: "\(path) has a line that is no pin: \(line)")
            }
            pins.append((String(first), digits))
        }
        return pins
    }

    private static func colons(_ fingerprint: String) -> String {
        let digits = Array(fingerprint.uppercased())
        return stride(from: 0, to: digits.count, by: 2).map { String(digits[$0..<min($0 + 2, digits.count)]) }
            .joined(separator: ":")
    }
}
