internal import Estate

/// Whether a VM keeps the firmware UUID of its server.
enum UUIDChoice {
    /// - Parameter known: all servers that were scanned, in the plan or not. One of them may be moved later.
    /// - Returns: the choice, and the reason where it is not kept.
    static func of(_ profile: ServerProfile, among known: [ServerProfile]) -> (uuid: PlannedUUID, remarks: [String]) {
        guard let own = profile.identity.dmiUUID.value?.lowercased() else {
            return (.new, ["UUID: a new one, the server's is not known (\(profile.identity.dmiUUID.reason ?? ""))"])
        }
        let twins = known.filter { $0.name != profile.name && $0.identity.dmiUUID.value?.lowercased() == own }
        guard !twins.isEmpty else { return (.kept, []) }
        let names = twins.map(\.name).sorted()
        let shown = names.prefix(5).joined(separator: ", ") + (names.count > 5 ? " and \(names.count - 5) more" : "")
        return (.new, ["UUID: a new one, since \(shown) has the server's, too; software licensed by it needs a look"])
    }
}
