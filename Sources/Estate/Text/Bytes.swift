/// Sizes and times as people read them.
package enum Bytes {
    /// `1.5 GiB`, `512 MiB`, `3 KiB`, `17 B`.
    package static func text(_ bytes: UInt64) -> String {
        var value = Double(bytes)
        for unit in ["B", "KiB", "MiB", "GiB", "TiB"] {
            if value < 1024 || unit == "TiB" {
                return unit == "B" || value == value.rounded() || value >= 100
                    ? "\(Int(value.rounded())) \(unit)" : "\(Fixed.text(value, 1)) \(unit)"
            }
            value /= 1024
        }
        return "\(bytes) B"
    }
}
