/// GRUB's environment block: exactly 1024 bytes, filled up with `#` (GRUB manual, "The GRUB environment block").
enum GrubEnvironment {
    static let bytes = 1024

    /// The text with its filling made right; nil when it does not fit.
    static func padded(_ text: String) -> String? {
        var body = Substring(text)
        while body.last == "#" { body.removeLast() }
        let missing = bytes - body.utf8.count
        return missing < 0 ? nil : body + String(repeating: "#", count: missing)
    }
}
