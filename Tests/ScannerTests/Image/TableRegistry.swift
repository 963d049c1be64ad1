@testable import Scanner

/// A registry written down in a test: path → value → data. Keys exist where a value or a deeper key is.
struct TableRegistry: Registry {
    var keys: [String: [String: RegistryValue]]

    static func text(_ text: String) -> RegistryValue { RegistryValue(type: 1, bytes: utf16(text)) }
    static func list(_ texts: String...) -> RegistryValue {
        RegistryValue(type: 7, bytes: texts.flatMap(utf16) + [0, 0])
    }
    static func number(_ number: UInt32) -> RegistryValue {
        RegistryValue(type: 4, bytes: (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) })
    }

    private static func utf16(_ text: String) -> [UInt8] {
        (Array(text.utf16) + [0]).flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
    }

    func names(below path: String) -> [String] {
        var names: [String] = []
        for key in keys.keys.sorted() where key.lowercased().hasPrefix(path.lowercased() + "\\") {
            let name = key.dropFirst(path.count + 1).prefix { $0 != "\\" }
            if !names.contains(String(name)) { names.append(String(name)) }
        }
        return names
    }

    func values(of path: String) -> [String] { keys[path].map { $0.keys.sorted() } ?? [] }

    func value(_ name: String, at path: String) -> RegistryValue? {
        keys.first { $0.key.lowercased() == path.lowercased() }?.value.first {
            $0.key.lowercased() == name.lowercased()
        }?.value
    }
}
