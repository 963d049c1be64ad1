internal import Guestfs

/// A registry hive as far as a scan asks it. Paths have `\` between names, which are compared without case.
protocol Registry {
    func names(below path: String) -> [String]
    func values(of path: String) -> [String]
    func value(_ name: String, at path: String) -> RegistryValue?
}

extension Registry {
    func text(_ name: String, at path: String) -> String? {
        value(name, at: path)?.text.map(\.trimmed).flatMap { $0.isEmpty ? nil : $0 }
    }

    func number(_ name: String, at path: String) -> UInt64? { value(name, at: path)?.number }

    /// REG_MULTI_SZ, or one text with commas or blanks in it.
    func list(_ name: String, at path: String) -> [String] {
        guard let value = value(name, at: path) else { return [] }
        return value.list ?? value.text.map { $0.split { $0 == "," || $0 == " " }.map(String.init) } ?? []
    }
}

extension Hive: Registry {
    func names(below path: String) -> [String] { key(path).map { names(below: $0) } ?? [] }

    func values(of path: String) -> [String] { key(path).map { valueNames(of: $0) } ?? [] }

    func value(_ name: String, at path: String) -> RegistryValue? {
        key(path).flatMap { value(name, of: $0) }.map { RegistryValue(type: $0.type, bytes: $0.bytes) }
    }
}
