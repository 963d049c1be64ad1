/// Text that came from a server or a file, made safe to print: control characters, escape sequences and line breaks are
/// shown, not obeyed.
package enum Sanitised {
    package static func text(_ untrusted: String) -> String {
        guard untrusted.unicodeScalars.contains(where: isUnsafe) else { return untrusted }
        var safe = ""
        for scalar in untrusted.unicodeScalars {
            if isUnsafe(scalar) {
                let hex = String(scalar.value, radix: 16)
                safe += "\\x" + (hex.count < 2 ? "0" + hex : hex)
            } else {
                safe.unicodeScalars.append(scalar)
            }
        }
        return safe
    }

    /// C0, DEL, C1, and the characters that turn the direction of text.
    private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<32, 127..<160, 0x200E...0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
