internal import Estate

/// What the guest reads from DMI, as far as XAPI takes it: for one value that it does not take it refuses all of them.
struct XenFirmwareStrings {
    /// By XAPI's keys: printable ASCII, 1 to 512 characters.
    private(set) var accepted: [String: String] = [:]
    /// By words for people: why a value cannot be given to the guest.
    private(set) var left: [String: String] = [:]

    static let longest = 512

    init(_ system: MachineDefinition.System) {
        take("system-manufacturer", "manufacturer", system.manufacturer)
        take("system-product-name", "product name", system.product)
        take("system-serial-number", "serial number", system.serial)
    }

    private mutating func take(_ key: String, _ word: String, _ value: String?) {
        guard let value else { return }
        if let fault = Self.fault(value) { left[word] = fault } else { accepted[key] = value }
    }

    private static func fault(_ value: String) -> String? {
        if value.isEmpty { return "it is empty" }
        if value.utf8.contains(where: { !(32...126).contains($0) }) {
            return "it has characters other than printable ASCII"
        }
        return value.utf8.count > Self.longest ? "it is longer than \(Self.longest) characters" : nil
    }

    /// An empty one is no loss: there is nothing that the guest could have read.
    var concerns: [Concern] {
        left.filter { $0.value != "it is empty" }.sorted { $0.key < $1.key }.map { word, fault in
            Concern(
                id: "define-dmi", severity: .warning,
                seen: "the guest will not see the server's \(word): XAPI does not take it, \(fault)",
                matters: "A licence or an inventory that reads it finds another one.",
                advice: "give the plan one of 1 to \(Self.longest) printable ASCII characters")
        }
    }
}
