internal import Estate

extension XenHealth {
    var clocks: [Concern] {
        let late = skews.filter { abs($0.value) > 30 }.sorted { $0.key < $1.key }
        if late.isEmpty, silent.isEmpty, !skews.isEmpty {
            return [Self.fine("clocks", "the hosts' clocks are within 30 s of this machine's")]
        }
        return unasked
            + late.map { host, seconds in
                Concern(
                    id: "clocks", severity: .warning,
                    seen: "\(host) is \(abs(seconds)) s \(seconds > 0 ? "ahead" : "behind")",
                    matters: "Certificates, load history and guests' clocks go wrong.", advice: "set up NTP on \(host)")
            }
    }

    /// Not answered is not right.
    private var unasked: [Concern] {
        silent.sorted { $0.key < $1.key }.map { host, reason in
            Concern(
                id: "clocks", severity: .warning, seen: "the clock of \(host) is unknown: \(reason)",
                matters: "The host may be cut off from the coordinator.",
                advice: "look at the host's console and its network")
        }
    }

    static func unread(_ reason: String) -> Concern {
        Concern(
            id: "certificates", severity: .warning, seen: "the pool's certificates could not be read: \(reason)",
            matters: "One that ends soon is not seen.", advice: "repeat it; check the user's role")
    }
}
