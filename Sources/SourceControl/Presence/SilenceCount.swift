/// Decides from looks when silence is proof enough: pure.
package struct SilenceCount: Sendable {
    /// Silent looks in a row.
    static let looks = 5
    /// Seconds between the first and the last of them. The server has taken the order to power off before anybody looks, so
    /// what they must outlast is a switch that hiccups while the order fails, and each of them lengthens the outage.
    static let seconds = 10.0
    /// Ways that must be silent in each of them.
    static let ways = 2

    /// The ways that answered before; the others prove nothing.
    let known: Set<String>
    private var first: Double?
    private var count = 0
    private var doubt = "nothing was asked yet"

    package init(known: Set<String>) { self.known = known }

    /// - Parameter moment: seconds on a monotonic clock.
    /// - Returns: the answer, once there is one.
    package mutating func note(_ answers: [String: WayAnswer], at moment: Double) -> Presence? {
        for (name, answer) in answers.sorted(by: { $0.key < $1.key }) {
            if case .answered(let what) = answer { return .on(because: "\(name): \(what)") }
        }
        let silent = known.filter { answers[$0] == .silent }
        guard silent.count >= Self.ways else {
            (first, count, doubt) = (nil, 0, Self.doubt(answers, known))
            return nil
        }
        count += 1
        let since = moment - (first ?? moment)
        first = first ?? moment
        doubt = "it has been silent for \(Int(since)) s only"
        guard count >= Self.looks, since >= Self.seconds else { return nil }
        let names = silent.sorted().joined(separator: ", ")
        return .off(because: "silent in \(count) looks over \(Int(since)) s (\(names))")
    }

    /// What there is to say when the time is over.
    package var unknown: Presence { .unknown(because: doubt) }

    private static func doubt(_ answers: [String: WayAnswer], _ known: Set<String>) -> String {
        let reasons = answers.sorted { $0.key < $1.key }.compactMap { name, answer in
            if case .undecided(let reason) = answer { "\(name): \(reason)" } else { nil }
        }
        let few =
            "silence proves nothing: fewer than \(ways) ways to it answered while it was on"
            + (known.isEmpty ? "" : " (\(known.sorted().joined(separator: ", ")))")
        return ([known.count < ways ? few : "too few ways could be asked"] + reasons).joined(separator: "; ")
    }
}
