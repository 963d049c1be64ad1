/// Files of `KEY=value` lines, as shells read them: os-release, /etc/default/grub.
enum KeyValues {
    static func parse(_ text: String) -> [String: String] {
        var values: [String: String] = [:]
        for line in Lines.of(text) where !line.trimmed.hasPrefix("#") {
            guard let (key, value) = line.halves("="), !key.isEmpty, !key.contains(" ") else { continue }
            values[key] = value.unquoted
        }
        return values
    }
}
