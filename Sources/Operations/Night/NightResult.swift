package import Balancer
package import Estate

/// What a night came to.
package struct NightResult: Sendable {
    /// The moves.
    package var report: BalanceRunReport
    /// Why the night is no good one although its moves are made; nil when it is.
    package var failure: Failure?

    init(_ night: NightReport, blindness: Failure?, unwritten: Failure? = nil) {
        report = night.run
        let backups = night.refreshes.filter { $0.what.hasPrefix(NightRefresh.backup + " ") }
        failure =
            Self.failure(of: night.refreshes.filter { !backups.contains($0) }) ?? Self.failure(ofBackups: backups)
            ?? blindness ?? Self.failure(of: night.unsettled) ?? unwritten
    }

    private static func failure(of refreshes: [NightRefresh.Outcome]) -> Failure? {
        let failed = refreshes.filter { $0.failure != nil }
        guard !failed.isEmpty else { return nil }
        return Failure(
            "refresh scans and warm copies", on: failed.map(\.what).joined(separator: ", "),
            because: failed.compactMap(\.failure).joined(separator: "; "),
            next: "the moves were made; run `p2v scan` or `p2v sync` by hand to see more")
    }

    private static func failure(ofBackups backups: [NightRefresh.Outcome]) -> Failure? {
        guard let failed = backups.first(where: { $0.failure != nil }) else { return nil }
        return Failure(
            "back up the VMs", on: failed.what, because: failed.failure ?? "",
            next: "the moves were made; see p2v backup check, and run p2v backup run by hand to see more")
    }

    private static func failure(of unsettled: [String: String]) -> Failure? {
        guard !unsettled.isEmpty else { return nil }
        let vms = unsettled.keys.sorted()
        return Failure(
            "settle earlier moves", on: vms.joined(separator: ", "),
            because: vms.map { "\($0): \(unsettled[$0] ?? "")" }.joined(separator: "; "),
            next: "the other moves were made; follow each to its end: p2v migrate --attach VM")
    }
}
