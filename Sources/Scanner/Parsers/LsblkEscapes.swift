/// lsblk of util-linux 2.27 and 2.28 (Ubuntu 16.04) writes bytes outside of ASCII as `\x##` into its JSON, which no reader of
/// JSON takes: one label with an accent would cost all disks.
enum LsblkEscapes {
    /// The text with each `\x##` as the byte that it stands for, itself escaped where JSON asks for that.
    static func mended(_ text: String) -> String {
        var mended: [UInt8] = []
        var bytes = Array(text.utf8)[...]
        while let byte = bytes.popFirst() {
            guard byte == 92, let next = bytes.first else {
                mended.append(byte)
                continue
            }
            if next == 120, let code = value(bytes.dropFirst().prefix(2)) {
                bytes = bytes.dropFirst(3)
                mended += escaped(code)
            } else {
                mended += [byte, next]
                bytes = bytes.dropFirst()
            }
        }
        return String(decoding: mended, as: UTF8.self)
    }

    private static func value(_ digits: ArraySlice<UInt8>) -> UInt8? {
        digits.count == 2 ? UInt8(String(decoding: digits, as: UTF8.self), radix: 16) : nil
    }

    private static func escaped(_ byte: UInt8) -> [UInt8] {
        switch byte {
        case 34, 92: [92, byte]
        case 0..<32, 127: Array("?".utf8)
        default: [byte]
        }
    }
}
