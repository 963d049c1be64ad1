package import Estate

/// Until when those who make a system mend what is found broken in it.
package struct Support: Sendable, Hashable, Codable {
    package enum State: String, Sendable, Hashable, Codable {
        case supported
        /// What everybody gets has ended; a longer term goes on, often against payment or for fewer packages.
        case extended
        case ended
        /// The system, its version or its dates are not known. That is never "supported".
        case unknown
    }

    package var state: State
    /// The last day of what everybody gets: `2024-06-30`.
    package var ends: String?
    /// The last day of the longer term.
    package var extendedEnds: String?
    /// What the longer term is called: `LTS`, `ESM`.
    package var extendedName: String?
    /// Who says so, and when it was gathered.
    package var source: String?
    /// Why it is not known.
    package var because: String?

    /// - Parameter day: on which it is asked.
    package static func of(_ profile: ServerProfile, on day: CivilDate) -> Support {
        switch SupportTable.row(for: profile.system) {
        case .unknown(let reason): return Support(state: .unknown, because: reason)
        case .known(let found):
            let (product, row) = found
            let last = row.extended ?? row.ends
            let state: State = day.days <= row.ends.days ? .supported : day.days <= last.days ? .extended : .ended
            return Support(
                state: state, ends: row.ends.text, extendedEnds: row.extended?.text,
                extendedName: row.extended == nil ? nil : product.longTerm,
                source: "\(product.source); gathered \(SupportTable.gathered)")
        }
    }

    /// For a column: `to 2028-06-30`, `LTS to 2026-08-31`, `ended 2020-11-30`, `unknown`.
    package var words: String {
        switch state {
        case .supported: "to \(ends ?? "?")"
        case .extended: "\(extendedName ?? "longer term") to \(extendedEnds ?? "?")"
        case .ended: "ended \(extendedEnds ?? ends ?? "?")"
        case .unknown: "unknown"
        }
    }
}
