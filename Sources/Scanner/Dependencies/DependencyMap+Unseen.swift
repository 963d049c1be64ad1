internal import Estate

extension DependencyMap {
    /// Why a scan does not tell who talks to the server; nil where it does.
    static func unseen(_ profile: ServerProfile) -> String? {
        if let reason = profile.connections.reason { return reason }
        let addresses = profile.interfaces.reason ?? profile.interfaces.value?.compactMap(\.addressesUnknown).first
        return addresses.map { "its addresses are not known: \($0)" }
    }

    /// Of whom the map may lack edges, in one line; nil where it lacks none.
    ///
    /// - Parameter names: servers that are asked about; one that no scan knows is unseen too.
    package func unseenWords(of names: [String]) -> String? {
        let scanned = Set(nodes.filter(\.scanned).map(\.name))
        let reasons = names.compactMap { name in
            (unseen?[name] ?? (scanned.contains(name) ? nil : "it was not scanned")).map { (name, $0) }
        }
        guard let first = reasons.first else { return nil }
        let named = reasons.prefix(Self.mostNamed).map(\.0).joined(separator: ", ")
        let more = reasons.count > Self.mostNamed ? " and \(reasons.count - Self.mostNamed) more" : ""
        let others = Set(reasons.map(\.1)).count > 1 ? "; others for other reasons" : ""
        return "who talks to \(named)\(more) was not seen (\(first.1)\(others))"
    }

    private static let mostNamed = 6
}
