package import Estate

/// Names of servers, which plans, files and VMs bear: one server, one name.
package enum ServerName {
    /// The name for a scanned server: its own, unless another server holds it already.
    ///
    /// A server that is scanned again, under whatever address, keeps its name; it is known by its machine id and DMI UUID.
    package static func chosen(for profile: ServerProfile, among known: [ServerProfile]) -> String {
        func isOther(_ other: ServerProfile) -> Bool { !isSame(other, profile) }
        guard known.contains(where: { $0.name == profile.name && isOther($0) }) else { return profile.name }
        if let same = known.first(where: { !isOther($0) && $0.name.hasPrefix(profile.name) }) { return same.name }
        var number = 2
        while known.contains(where: { $0.name == "\(profile.name)-\(number)" }) { number += 1 }
        return "\(profile.name)-\(number)"
    }

    /// Whether a host's own name can name files, plans and VMs.
    static func isPlain(_ name: some StringProtocol) -> Bool {
        let plain = name.unicodeScalars.allSatisfy {
            $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "-" || $0 == "_")
        }
        return plain && !name.isEmpty && name.first != "-" && name.count <= 63
    }

    /// The same address, or the same identity with no contradiction.
    private static func isSame(_ a: ServerProfile, _ b: ServerProfile) -> Bool {
        if a.address == b.address { return true }
        let pairs = [
            (a.identity.machineID.value, b.identity.machineID.value),
            (a.identity.dmiUUID.value, b.identity.dmiUUID.value),
            (a.identity.hostKeyFingerprint.value, b.identity.hostKeyFingerprint.value),
        ].compactMap { first, second in first.flatMap { first in second.map { first == $0 } } }
        return !pairs.isEmpty && !pairs.contains(false)
    }
}
