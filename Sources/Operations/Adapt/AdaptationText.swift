package import Adaptation
internal import Estate
internal import Terminal

/// An adaptation report for people. Everything that comes from the guest is made safe for a terminal.
package struct AdaptationText: Sendable {
    private let report: AdaptationReport

    package init(_ report: AdaptationReport) {
        self.report = report
    }

    package var text: String {
        ([heading] + changes + passed + concerns + kernels + bootChain + [machine, times]).joined(separator: "\n")
    }

    private var heading: String {
        "\(safe(report.system)) · root \(safe(report.root)) · \(report.firmware.rawValue) · for \(report.target.rawValue)"
    }

    private var changes: [String] {
        if report.changes.isEmpty { return ["", "Nothing to change."] }
        return ["", report.dryRun ? "Would change:" : "Changed:"]
            + report.changes.flatMap { change in
                [
                    "  \(change.id)  \(safe(change.path))", "    found   \(safe(change.found))",
                    "    why     \(change.why)",
                    "    wrote   \(safe(firstLines(change.writes)))", "    undo    \(safe(change.undo))",
                ]
            }
    }

    private var passed: [String] {
        report.passed.isEmpty ? [] : ["", "Needed nothing:"] + report.passed.map { "  \($0.id): \(safe($0.because))" }
    }

    private var concerns: [String] {
        report.concerns.isEmpty
            ? []
            : ["", "Concerns:"]
                + report.concerns.map {
                    "  \($0.severity.rawValue) \($0.id): \(safe($0.seen)); \($0.matters); \($0.advice)"
                }
    }

    private var kernels: [String] {
        report.kernels.isEmpty
            ? []
            : ["", "Drivers (initramfs \(report.initramfs.rawValue)):"]
                + report.kernels.map { "  kernel \(safe($0.version)): \($0.drivers)" }
    }

    private var bootChain: [String] {
        guard let chain = report.bootChain else { return [] }
        return ["", chain.isProved ? "What starts the guest, proved:" : "What starts the guest, NOT proved:"]
            + chain.links.map {
                "  \($0.isProved ? "proved " : "MISSING") \($0.kind.rawValue): \(safe($0.evidence))"
            }
    }

    private var machine: String {
        let needs = report.machine
        var parts = ["disks \(needs.diskBus)", "cards \(needs.cardModel)", "firmware \(needs.firmware.rawValue)"]
        if needs.bootDisk > 0 { parts.append("boots from disk \(needs.bootDisk)") }
        if let processor = needs.processor { parts.append("processor \(processor) or later") }
        if needs.clock != "utc" { parts.append("clock \(needs.clock)") }
        if needs.sectorBytes.contains(4096) { parts.append("sectors of 4096 bytes") }
        return "\nThe VM: \(parts.joined(separator: ", "))"
    }

    private var times: String {
        let order = ["launch", "inspect", "decide", "apply", "check", "close"]
        guard report.launches > 0 else { return "\nThe images were not opened." }
        let parts = order.compactMap { name in report.seconds[name].map { "\(name) \(Fixed.text($0, 1)) s" } }
        return "\nTime: \(parts.joined(separator: ", ")) (\(report.launches) launch)"
    }

    private func firstLines(_ text: String) -> String {
        text.split(separator: "\n").prefix(3).joined(separator: " | ")
    }

    private func safe(_ text: String) -> String { Sanitised.text(text) }
}
