package import Estate

/// What starts the guest, link by link, with what each was proved by: read from the copy alone, for the entry that the
/// loader takes by itself.
package struct BootChain: Sendable, Hashable, Codable {
    package var links: [BootLink]

    /// Every link is there, and is proved.
    package var isProved: Bool {
        BootLink.Kind.allCases.allSatisfy { kind in
            let found = links.filter { $0.kind == kind }
            return !found.isEmpty && found.allSatisfy(\.isProved)
        }
    }

    /// One for each link that is not proved; critical, as a server that is switched off for a guest which does not start
    /// is an outage.
    package var concerns: [Concern] {
        let missing = BootLink.Kind.allCases.filter { kind in !links.contains { $0.kind == kind } }
        let unseen = missing.map { BootLink(kind: $0, isProved: false, evidence: "it was not reached") }
        return (links + unseen).filter { !$0.isProved }.map { link in
            Concern(
                id: "boot-chain-\(link.kind.rawValue)", severity: .critical,
                seen: "\(link.kind.title) is not proved: \(link.evidence)", matters: link.kind.matters,
                advice: link.kind.advice)
        }
    }
}
