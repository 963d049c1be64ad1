package import Estate

/// Where a point lies in its repository: `vms/NAME-UUID/TIME`.
package struct PointPlace: Sendable, Hashable {
    package var vm: String
    package var uuid: String
    package var time: String
    /// The folder.
    package var path: String

    package static let manifest = "manifest.json"
    package static let definition = "domain.xml"
    package static let indexEnding = ".caibx"

    /// The folder's name of a moment: `20261130T211500Z`.
    package static func name(of moment: Moment) -> String { CivilTime(moment).compact + "Z" }

    /// A folder's name of a VM, and back.
    static func folder(vm: String, uuid: String) -> String { "\(vm)-\(uuid)" }

    static func parts(_ folder: String) -> (vm: String, uuid: String)? {
        guard folder.utf8.count > 37, folder.dropLast(36).hasSuffix("-") else { return nil }
        let uuid = folder.suffix(36)
        let digits = uuid.filter { $0 != "-" }
        guard digits.utf8.count == 32, digits.utf8.allSatisfy(isHex) else { return nil }
        return (String(folder.dropLast(37)), String(uuid))
    }

    private static func isHex(_ digit: UInt8) -> Bool {
        (48...57).contains(digit) || (97...102).contains(digit) || (65...70).contains(digit)
    }

    /// A name that is one plain file or folder.
    package static func isPlain(_ name: String) -> Bool {
        !name.isEmpty && !name.hasPrefix(".") && !name.contains("/") && !name.utf8.contains(0) && name.utf8.count <= 200
    }
}
