package import Balancer
package import Estate
internal import Foundation
internal import Templates
internal import Terminal

/// What is kept of a night, `p2v-night/1`: JSON for scripts, HTML for people, a text file for Prometheus. A night that
/// failed before its first move has no plan, and is kept all the same.
package struct NightReport: Sendable {
    package static let format = "p2v-night/1"

    package var run: BalanceRunReport
    package var plan: BalancePlan?
    package var refreshes: [NightRefresh.Outcome] = []
    /// What went wrong with the hooks, a line each.
    package var hooks: [String] = []
    /// Why what this night says of the whole pool is not known; nil when every host was seen.
    package var blindness: String?
    /// Why VMs stood still, by VM: an earlier move of theirs is not settled, so one may stand paused or run twice.
    package var unsettled: [String: String] = [:]

    /// Why this night is no good one; nil when it is.
    package var trouble: String? {
        run.stopped ?? blindness ?? refreshes.first { $0.failure != nil }.map { "\($0.what) failed" } ?? notSettled
    }

    private var notSettled: String? {
        unsettled.isEmpty
            ? nil : unsettled.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: "; ")
    }

    package init(startedAt: Moment) {
        run = BalanceRunReport(startedAt: startedAt, endedAt: startedAt, entries: [], stopped: nil)
    }

    package func write(into folder: String) throws {
        do { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) } catch {
            throw Failure("write the report", on: folder, because: "\(error)", next: "check the folder's rights")
        }
        let name = folder + "/night-" + stamp.replacingOccurrences(of: ":", with: "")
        try write(try JSONText.encode(document) + "\n", to: name + ".json")
        try write(try html(), to: name + ".html")
    }

    /// Readable by all: Prometheus' collector is another user, and there are only numbers in it. The reports name VMs.
    package func writeMetrics(to path: String) throws {
        try write(metrics, to: path)
        guard chmod(path, 0o644) == 0 else {
            throw Failure(
                "let others read the metrics", on: path, because: String(cString: strerror(errno)),
                next: "check who owns the file")
        }
    }

    func html() throws -> String {
        let moves = run.entries.map { entry -> TemplateValue in
            [
                "vm": .text(Sanitised.text(entry.vm)), "from": .text(entry.from), "to": .text(entry.to),
                "outcome": .text(entry.outcome.rawValue), "detail": .text(Sanitised.line(entry.detail)),
            ]
        }
        let stays = (plan?.stays ?? []).map {
            TemplateValue.text(Sanitised.line("\($0.vm) on \($0.host): \($0.reason)"))
        }
        let refreshed = refreshes.map { refresh -> String in
            "\(refresh.what): \(refresh.failure.map { "failed, \($0)" } ?? "done")"
        }
        let told = (refreshed + hooks).map { TemplateValue.text(Sanitised.line($0)) }
        return try Templates().render(
            "nightly/report.html",
            [
                "date": .text(stamp), "summary": .text(summary), "moves": .list(moves), "stays": .list(stays),
                "refreshed": .list(told),
            ])
    }

    /// Prometheus' text format; gauges, since each night replaces the file.
    var metrics: String {
        var values: [(String, String, Double)] = [
            ("p2v_nightly_end_seconds", "When the last nightly run ended.", run.endedAt.seconds),
            ("p2v_nightly_ok", "1 when the last nightly run did all it planned.", trouble == nil ? 1 : 0),
            ("p2v_nightly_moved", "VMs that the last nightly run moved.", Double(run.count(.moved))),
            ("p2v_nightly_failed", "Moves of the last nightly run that failed.", Double(run.count(.failed))),
            ("p2v_nightly_left", "Moves that the last nightly run left.", Double(run.count(.left))),
        ]
        if let after = plan?.after {
            values += [
                (
                    "p2v_pool_overloaded_hosts", "Hosts above the ceiling when the plan is done.",
                    Double(after.overloaded.count)
                ),
                ("p2v_pool_imbalance", "Standard deviation of utilisation, summed over resources.", after.imbalance),
            ]
            if let survives = after.survivesHostLoss.value {
                values.append(
                    ("p2v_pool_survives_host_loss", "1 when any one host can be lost.", survives ? 1 : 0))
            }
        }
        return values.map { "# HELP \($0.0) \($0.1)\n# TYPE \($0.0) gauge\n\($0.0) \($0.2)\n" }.joined()
    }

    private struct Document: Encodable {
        var format = NightReport.format
        var run: BalanceRunReport
        var before: BalanceScore?
        var after: BalanceScore?
        var stays: [BalanceStay]?
        var refreshes: [NightRefresh.Outcome]
        var hooks: [String]
        var notSeen: String?
        var unsettled: [String: String]?
    }

    private var document: Document {
        Document(
            run: run, before: plan?.before, after: plan?.after, stays: plan?.stays, refreshes: refreshes,
            hooks: hooks, notSeen: blindness, unsettled: unsettled.isEmpty ? nil : unsettled)
    }

    private var summary: String {
        let scores =
            plan.map {
                "overloaded hosts \($0.before.overloaded.count) → \($0.after.overloaded.count), imbalance "
                    + "\(Fixed.text($0.before.imbalance, 3)) → \(Fixed.text($0.after.imbalance, 3))"
            } ?? "no plan was made"
        return "\(run.count(.moved)) moved, \(run.count(.failed)) failed, \(run.count(.left)) left; \(scores)"
            + (run.stopped.map { "; stopped: \(Sanitised.line($0))" } ?? "")
            + (blindness.map { "; not known: \(Sanitised.line($0))" } ?? "")
            + (notSettled.map { "; not settled: \(Sanitised.line($0))" } ?? "")
    }

    private var stamp: String {
        run.startedAt.iso
    }

    private func write(_ text: String, to path: String) throws {
        do {
            try text.write(toFile: path, atomically: true, encoding: .utf8)
        } catch {
            throw Failure("write the report", on: path, because: "\(error)", next: "check the folder's rights")
        }
    }
}
