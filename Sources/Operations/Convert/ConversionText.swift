internal import Converter
internal import Estate
internal import Terminal

/// What happens to conversions as people read it. Of several servers each line names its own.
package struct ConversionText: Sendable {
    private let several: Bool

    package init(several: Bool) { self.several = several }

    /// Nil where nothing is to be said.
    package func text(_ event: Convert.Event) -> String? {
        switch event {
        case .remark(let text): Sanitised.line(text)
        case .step(let server, let event): text(event, server)
        case .waits(let server, let because):
            name(server) + "its copy is warm, and its service works on: \(Sanitised.line(because))"
        case .converted(let server): "\(server.server) runs as a VM on \(server.host)"
        case .rehearsed(let server, let seen): "\(server.server): \(Sanitised.line(seen)); its service was not touched"
        case .takenBack(let server): "\(server.server): taken back"
        case .ended(let server, let failure): several ? "\(server): \(failure)" : nil
        case .preview(let server, let steps): preview(steps, server)
        }
    }

    /// The summary of several servers.
    package func text(_ outcome: PlanOutcome) -> String {
        var table = Table(["SERVER", "RESULT", ">OUTAGE s", "REASON, AND WHAT IS NEXT"])
        for row in outcome.servers {
            let outage = row.outageSeconds.map { Fixed.text($0, 1) } ?? "-"
            table.add([row.server, row.result.words, outage, row.reason ?? ""])
            if let next = row.next { table.add(notes: ["next: " + next]) }
        }
        return "\n" + table.text(width: 110)
    }

    private func name(_ server: String) -> String { several ? "\(server): " : "" }

    private func preview(_ steps: [String], _ plan: PlannedServer) -> String {
        var lines = ["\(plan.server) would become a VM on \(plan.host): \(plan.vcpus) vCPU, \(plan.memoryMiB) MiB."]
        lines += steps.enumerated().map { "  \($0.offset + 1)/\(steps.count) \($0.element)" }
        lines += plan.disks.map { "  \($0.device) (\(Bytes.text($0.bytes))) → \($0.image)" }
        lines += plan.cutOver.quiesce.map { "  on the source before the last pass: \(Sanitised.text($0))" }
        lines += plan.proof.map { "  proved by \(Sanitised.text($0))" }
        return lines.joined(separator: "\n")
    }

    private func text(_ event: StepEvent, _ server: String) -> String {
        let (name, space) = (name(server), several ? "\(server):   " : "      ")
        switch event {
        case .started(let number, let count, let title): return "\(name)[\(number)/\(count)] \(title)"
        case .skipped(let number, let count, let title): return "\(name)[\(number)/\(count)] \(title): done before"
        case .finished(_, _, _, let seconds, let detail):
            return "\(space)\(Fixed.text(seconds, 1)) s\(detail.isEmpty ? "" : "  \(Sanitised.line(detail))")"
        case .failed(_, _, _, let reason):
            return "\(space)failed: \(Sanitised.text(String(reason.split(separator: "\n").first ?? "")))"
        case .released(let title): return "\(space)put back: \(title)"
        case .releaseFailed(let title, let reason):
            return "\(space)COULD NOT PUT BACK: \(title): \(Sanitised.line(reason))"
        case .wentBack(let title, let because): return "\(space)back to \"\(title)\": \(Sanitised.line(because))"
        case .releasesHeld(let title):
            return "\(space)LEFT AS IT IS: what came before \"\(title)\", since a VM may run"
        case .notJournalled(let reason): return "\(space)not journalled: \(Sanitised.line(reason))"
        case .undone(let title): return "\(space)taken back: \(title)"
        }
    }
}
