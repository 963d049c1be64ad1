internal import Converter
internal import Estate
internal import Operations
internal import Terminal

/// Prints what happens to each step: lines for people, one JSON object a line for scripts (`p2v-convert-event/1`).
struct StepAnnouncer: Sendable {
    let json: Bool
    let progress: ProgressLine

    @Sendable func announce(_ event: Convert.Event) {
        progress.finish()
        switch event {
        case .step(let server, let event): if json { printJSON(server, event) } else { printText(event) }
        case .converted(let server): say("\(server.server) runs as a VM on \(server.host)")
        case .takenBack(let server): say("\(server.server): taken back")
        case .preview(let server, let steps): preview(steps, server)
        }
    }

    private func say(_ text: String) {
        if !json { print(text) }
    }

    private func preview(_ steps: [String], _ plan: PlannedServer) {
        print("\(plan.server) would become a VM on \(plan.host): \(plan.vcpus) vCPU, \(plan.memoryMiB) MiB.")
        for (index, step) in steps.enumerated() { print("  \(index + 1)/\(steps.count) \(step)") }
        for disk in plan.disks { print("  \(disk.device) (\(Bytes.text(disk.bytes))) → \(disk.image)") }
        for command in plan.cutOver.quiesce {
            print("  on the source before the last pass: \(Sanitised.text(command))")
        }
        for proof in plan.proof { print("  proved by \(Sanitised.text(proof))") }
    }

    private func printText(_ event: StepEvent) {
        switch event {
        case .started(let number, let count, let title): print("[\(number)/\(count)] \(title)")
        case .skipped(let number, let count, let title): print("[\(number)/\(count)] \(title): done before")
        case .finished(_, _, _, let seconds, let detail):
            print("      \(Fixed.text(seconds, 1)) s\(detail.isEmpty ? "" : "  \(Sanitised.line(detail))")")
        case .failed(_, _, _, let reason):
            print("      failed: \(Sanitised.text(String(reason.split(separator: "\n").first ?? "")))")
        case .released(let title): print("      put back: \(title)")
        case .releaseFailed(let title, let reason):
            print("      COULD NOT PUT BACK: \(title): \(Sanitised.line(reason))")
        case .wentBack(let title, let because):
            print("      back to \"\(title)\": \(Sanitised.line(because))")
        case .releasesHeld(let title):
            print("      LEFT AS IT IS: what came before \"\(title)\", since a VM may run")
        case .notJournalled(let reason): print("      not journalled: \(Sanitised.line(reason))")
        case .undone(let title): print("      taken back: \(title)")
        }
    }

    private func printJSON(_ server: String, _ event: StepEvent) {
        if let text = try? JSONText.line(ConversionEventLine(event, of: server)) { print(text) }
    }
}
