internal import Balancer
internal import Estate
internal import Foundation
internal import Templates
internal import Terminal

/// What is kept of a night: JSON for scripts, HTML for people, a text file for Prometheus.
struct NightReport {
    var plan: BalancePlan
    var run: BalanceRunReport

    func write(into folder: String) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let name = folder + "/night-" + stamp.replacingOccurrences(of: ":", with: "")
        try write(try JSONText.encode(run) + "\n", to: name + ".json")
        try write(try html(), to: name + ".html")
    }

    func writeMetrics(to path: String) throws { try write(metrics, to: path) }

    func html() throws -> String {
        let moves = run.entries.map { entry -> TemplateValue in
            [
                "vm": .text(Sanitised.text(entry.vm)), "from": .text(entry.from), "to": .text(entry.to),
                "outcome": .text(entry.outcome.rawValue), "detail": .text(Sanitised.text(entry.detail)),
            ]
        }
        let stays = plan.stays.map { TemplateValue.text(Sanitised.text("\($0.vm) on \($0.host): \($0.reason)")) }
        return try Templates().render(
            "nightly/report.html",
            ["date": .text(stamp), "summary": .text(summary), "moves": .list(moves), "stays": .list(stays)])
    }

    /// Prometheus' text format; gauges, since each night replaces the file.
    var metrics: String {
        let values: [(String, String, Double)] = [
            ("p2v_nightly_end_seconds", "When the last nightly run ended.", run.endedAt.seconds),
            ("p2v_nightly_moved", "VMs that the last nightly run moved.", Double(run.count(.moved))),
            ("p2v_nightly_failed", "Moves of the last nightly run that failed.", Double(run.count(.failed))),
            ("p2v_nightly_left", "Moves that the last nightly run left.", Double(run.count(.left))),
            (
                "p2v_pool_overloaded_hosts", "Hosts above the ceiling when the plan is done.",
                Double(plan.after.overloaded.count)
            ),
            ("p2v_pool_imbalance", "Standard deviation of utilisation, summed over resources.", plan.after.imbalance),
            ("p2v_pool_survives_host_loss", "1 when any one host can be lost.", plan.after.survivesHostLoss ? 1 : 0),
        ]
        return values.map { "# HELP \($0.0) \($0.1)\n# TYPE \($0.0) gauge\n\($0.0) \($0.2)\n" }.joined()
    }

    private var summary: String {
        "\(run.count(.moved)) moved, \(run.count(.failed)) failed, \(run.count(.left)) left; overloaded hosts "
            + "\(plan.before.overloaded.count) → \(plan.after.overloaded.count), imbalance "
            + "\(Decimals.text(plan.before.imbalance, 3)) → \(Decimals.text(plan.after.imbalance, 3))"
            + (run.stopped.map { "; stopped: \(Sanitised.text($0))" } ?? "")
    }

    private var stamp: String {
        ISO8601DateFormatter().string(from: Date(timeIntervalSince1970: run.startedAt.seconds))
    }

    private func write(_ text: String, to path: String) throws {
        do {
            try text.write(toFile: path, atomically: true, encoding: .utf8)
        } catch {
            throw Failure("write the report", on: path, because: "\(error)", next: "check the folder's rights")
        }
    }
}
