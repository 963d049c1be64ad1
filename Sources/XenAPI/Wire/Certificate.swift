internal import Foundation

/// A server's certificate, as much of it as pinning needs.
struct Certificate: Sendable, Hashable {
    /// DER (X.690) of an X.509 certificate.
    var der: [UInt8]
    /// DER of its SubjectPublicKeyInfo (RFC 5280, 4.1).
    var publicKey: [UInt8]

    init?(pem: String) {
        let lines = pem.split { $0.isNewline }
        guard let start = lines.firstIndex(where: { $0.contains("-----BEGIN CERTIFICATE-----") }),
            let end = lines[start...].firstIndex(where: { $0.contains("-----END CERTIFICATE-----") }),
            let data = Data(base64Encoded: lines[(start + 1)..<end].joined())
        else { return nil }
        self.init(der: Array(data))
    }

    /// Certificate ::= { tbsCertificate { [0] version?, serial, algorithm, issuer, validity, subject, key, … }, … }
    init?(der: [UInt8]) {
        guard let outer = Element(der, at: 0), let tbs = Element(der, at: outer.content.lowerBound) else { return nil }
        var at = tbs.content.lowerBound
        var elements: [Element] = []
        while at < tbs.content.upperBound, elements.count < 8, let element = Element(der, at: at) {
            elements.append(element)
            at = element.content.upperBound
        }
        let skip = elements.first?.tag == 0xA0 ? 6 : 5
        guard elements.count > skip, elements[skip].tag == 0x30 else { return nil }
        self.der = der
        publicKey = Array(der[elements[skip].start..<elements[skip].content.upperBound])
    }

    private struct Element {
        var tag: UInt8
        var start: Int
        var content: Range<Int>

        init?(_ der: [UInt8], at start: Int) {
            guard start + 2 <= der.count else { return nil }
            tag = der[start]
            self.start = start
            var length = Int(der[start + 1])
            var at = start + 2
            if length >= 0x80 {
                let digits = length - 0x80
                guard (1...4).contains(digits), at + digits <= der.count else { return nil }
                length = der[at..<at + digits].reduce(0) { $0 << 8 | Int($1) }
                at += digits
            }
            guard at + length <= der.count else { return nil }
            content = at..<at + length
        }
    }
}
