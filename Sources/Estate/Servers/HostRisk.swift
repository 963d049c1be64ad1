/// How often a host of a plan would have broken its promise in the weeks that were observed: the sum of what its servers
/// really did in the same hour, without percentile and comfort, against the host's limits after headroom.
package struct HostRisk: Sendable, Hashable, Codable {
    package var host: String
    /// Hours in which at least one of its servers was observed.
    package var hoursObserved: Int
    package var hoursBroken: Int
    /// What was not observed of its servers, and so counts as none in the hours above: `disk operations/s of web1`. Nil where
    /// all was, and in plans of older versions.
    package var unseen: [String]?

    package init(host: String, hoursObserved: Int, hoursBroken: Int, unseen: [String]? = nil) {
        self.host = host
        self.hoursObserved = hoursObserved
        self.hoursBroken = hoursBroken
        self.unseen = unseen
    }

    /// One line each: a promise that would have been broken, and what nobody observed. Empty where there is nothing to say.
    package var words: [String] {
        let broken = "\(host) would have broken its promise in \(hoursBroken) of \(hoursObserved) observed hours"
        return (hoursBroken > 0 ? [broken] : []) + [unseenWords.map { "\(host): \($0)" }].compactMap(\.self)
    }

    /// `not observed, so counted as none: disk operations/s of web1, load of web2`.
    package var unseenWords: String? {
        guard let unseen, !unseen.isEmpty else { return nil }
        let more = unseen.count > Self.mostNamed ? ", and \(unseen.count - Self.mostNamed) more" : ""
        return "not observed, so counted as none: " + unseen.prefix(Self.mostNamed).joined(separator: ", ") + more
    }

    private static let mostNamed = 6
}
