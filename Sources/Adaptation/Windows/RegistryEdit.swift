internal import Guestfs

/// One value to set in a hive, or a key to delete.
struct RegistryEdit: Sendable, Hashable {
    enum Hive: String, Sendable, Hashable {
        case system = "SYSTEM"
        case software = "SOFTWARE"
    }

    var hive: Hive
    var key: [String]
    /// Empty for the key's own value.
    var name: String
    /// Nil: the key goes, with all below it.
    var value: RegistryValue?

    /// `SYSTEM\ControlSet001\Services\viostor\Start`, in small letters: Windows does not tell cases apart.
    var path: String { Self.path(hive, key, name) }

    static func path(_ hive: Hive, _ key: [String], _ name: String) -> String {
        (["\(hive.rawValue)"] + key + [name]).joined(separator: "\\").lowercased()
    }
}

extension RegistryValue {
    /// UTF-16 with a zero at its end, as every text of a registry.
    static func text(_ text: String, expandable: Bool = false) -> RegistryValue {
        RegistryValue(type: expandable ? 2 : 1, bytes: wide(text) + [0, 0])
    }

    static func number(_ value: UInt32) -> RegistryValue {
        RegistryValue(type: 4, bytes: (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) })
    }

    static func list(_ texts: [String]) -> RegistryValue {
        RegistryValue(type: 7, bytes: texts.flatMap { wide($0) + [0, 0] } + [0, 0])
    }

    static func binary(_ bytes: [UInt8]) -> RegistryValue { RegistryValue(type: 3, bytes: bytes) }

    private static func wide(_ text: String) -> [UInt8] {
        text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
    }

    /// The texts of a text or a list, empty ones left out.
    var texts: [String] {
        let units = stride(from: 0, to: bytes.count - 1, by: 2).map { UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8 }
        return units.split(separator: 0).map { String(decoding: $0, as: UTF16.self) }
    }

    var number: UInt32? {
        bytes.count == 4 ? bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) } : nil
    }
}
