package import Estate

/// Whether a server can become a VM as it was scanned, and why not.
///
/// A fact that decides and is not known makes it "unknown": what was not seen may be what stops it.
package struct Readiness: Sendable, Hashable, Codable {
    package enum Verdict: String, Sendable, Hashable, Codable, CaseIterable {
        case ready
        case conditions = "ready with conditions"
        case notReady = "not ready"
        case unknown
    }

    package var verdict: Verdict
    /// What the verdict rests on, the weightiest first; empty for `ready`.
    package var reasons: [String]

    package static func of(_ profile: ServerProfile, _ support: Support) -> Readiness {
        let gaps = DecidingFact.unknown(in: profile)
        let doubted = profile.concerns.filter { doubts.contains($0.id) }
        let blockers =
            profile.concerns.filter { $0.severity == .critical && !doubts.contains($0.id) }.map(words)
            + noDisk(profile)
        let open = doubted.map(words) + gaps
        if !blockers.isEmpty { return Readiness(verdict: .notReady, reasons: blockers + open) }
        if !open.isEmpty { return Readiness(verdict: .unknown, reasons: open) }
        let conditions = profile.concerns.filter { $0.severity == .warning }.map(words) + condition(support)
        return Readiness(verdict: conditions.isEmpty ? .ready : .conditions, reasons: conditions)
    }

    /// Concerns that say what the scan could not see.
    private static let doubts: Set<String> = ["network-unknown", "scan-without-root"]

    private static func words(_ concern: Concern) -> String { "\(concern.id): \(concern.seen)" }

    private static func noDisk(_ profile: ServerProfile) -> [String] {
        guard let disks = profile.disks.value else { return [] }
        let copied = disks.filter { $0.bytes > 0 && $0.transport != "usb" && !$0.readOnly }
        return copied.isEmpty ? ["it has no disk that can be copied"] : []
    }

    private static func condition(_ support: Support) -> [String] {
        switch support.state {
        case .supported: []
        case .extended: ["its general support ended \(support.ends ?? "?"): only \(support.words)"]
        case .ended: ["its support \(support.words)"]
        case .unknown: ["until when it is supported is not known: \(support.because ?? "")"]
        }
    }
}
