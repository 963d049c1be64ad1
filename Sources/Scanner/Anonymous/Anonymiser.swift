package import Estate

/// Profiles to share: whose they are cannot be read from them any more.
///
/// Each text of a profile is on one of three lists: it stays since it is the same on very many machines (a model, a system, a
/// driver, `/var`), it is replaced by a pseudonym that is the same wherever it stands (names, addresses, MACs, serial numbers,
/// UUIDs, places, programs), or it is left out (kernel command lines, settings, reasons that a tool gave).
package struct Anonymiser {
    /// The profiles that came in, in their order.
    package private(set) var profiles: [ServerProfile] = []
    var pseudonyms = Pseudonyms()
    static let leftOut = "left out, since this is shared"

    package init(_ originals: [ServerProfile]) {
        for original in originals { profiles.append(anonymous(original)) }
        // What was seen is said again in the new words, once all servers have them.
        for at in profiles.indices {
            let others = profiles.filter { $0.name != profiles[at].name }
            let again =
                ConcernRule.concerns(of: profiles[at]) + FleetConcerns.concerns(of: profiles[at], among: others)
            profiles[at].concerns = Self.reworded(originals[at].concerns, as: again)
        }
    }

    /// The same concerns with the text that the rules make of the new profile; without a text where they make another
    /// number of them.
    private static func reworded(_ concerns: [Concern], as again: [Concern]) -> [Concern] {
        var used: [String: Int] = [:]
        return concerns.map { concern in
            let same = again.filter { $0.id == concern.id }
            let at = used[concern.id, default: 0]
            used[concern.id] = at + 1
            var shown = concern
            let asMany = concerns.count { $0.id == concern.id }
            shown.seen = same.count == asMany ? same[at].seen : leftOut
            return shown
        }
    }

    private mutating func anonymous(_ original: ServerProfile) -> ServerProfile {
        var profile = original
        profile.name = pseudonyms.name(.server, original.name)
        let scheme = ["ssh://", "file://"].first { original.address.hasPrefix($0) } ?? ""
        profile.address = scheme + profile.name
        profile.identity = identity(original.identity)
        profile.hardware = hardware(original.hardware)
        profile.system = system(original.system)
        profile.boot = boot(original.boot)
        profile.disks = list(original.disks) { $0.disk($1) }
        profile.mounts = list(original.mounts) { $0.mount($1) }
        profile.fstab = list(original.fstab) { $0.entry($1) }
        profile.interfaces = list(original.interfaces) { $0.card($1) }
        profile.routes = list(original.routes) { $0.route($1) }
        profile.nameServers = list(original.nameServers) { $0.pseudonyms.address($1) }
        profile.listeners = list(original.listeners) { $0.listener($1) }
        profile.connections = list(original.connections) { $0.connection($1) }
        profile.deviceLinks = .unknown(because: Self.leftOut)
        profile.load = plain(original.load)
        profile.storage = original.storage.map { stack($0) }
        profile.windows = original.windows.map { windows($0) }
        return profile
    }

    // MARK: Facts

    /// A fact that stays as it is; why it is not known is a tool's own text, and does not.
    func plain<Value: Sendable>(_ fact: Observed<Value>) -> Observed<Value> {
        if case .unknown = fact { .unknown(because: "it was not known when the server was scanned") } else { fact }
    }

    mutating func replaced(_ fact: Observed<String>, _ kind: Pseudonyms.Kind) -> Observed<String> {
        guard case .known(let text) = fact else { return plain(fact) }
        return .known(pseudonyms.name(kind, text))
    }

    mutating func list<Value: Sendable>(
        _ fact: Observed<[Value]>, _ change: (inout Anonymiser, Value) -> Value
    ) -> Observed<[Value]> {
        guard case .known(let values) = fact else { return plain(fact) }
        return .known(values.map { change(&self, $0) })
    }
}
