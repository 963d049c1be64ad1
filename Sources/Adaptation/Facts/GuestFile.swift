/// The text of a guest's file, kept so that unknown bytes survive an edit.
struct GuestFile: Sendable, Hashable {
    enum Encoding: Sendable, Hashable {
        case utf8
        /// Not UTF-8: each byte is one scalar, so that writing it back gives the same bytes.
        case bytes
    }

    var text: String
    var mode: Int32
    var encoding: Encoding

    init(text: String, mode: Int32 = 0o644, encoding: Encoding = .utf8) {
        self.text = text
        self.mode = mode
        self.encoding = encoding
    }

    init(bytes: [UInt8], mode: Int32) {
        self.mode = mode
        if let text = String(validating: bytes, as: UTF8.self) {
            self.text = text
            encoding = .utf8
        } else {
            var scalars = String.UnicodeScalarView()
            scalars.append(contentsOf: bytes.map { Unicode.Scalar($0) })
            text = String(scalars)
            encoding = .bytes
        }
    }

    var content: [UInt8] {
        switch encoding {
        case .utf8: Array(text.utf8)
        case .bytes: text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
        }
    }
}
