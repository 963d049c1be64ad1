internal import Converter
internal import Estate
internal import Operations
internal import Terminal

/// Prints what happens to each step: lines for people, one JSON object a line for scripts (`p2v-convert-event/1`). Of several
/// servers each line names its own, and a summary comes last.
struct StepAnnouncer: Sendable {
    let json: Bool
    let several: Bool
    let progress: ProgressLine

    @Sendable func announce(_ event: Convert.Event) {
        progress.finish()
        switch event {
        case .step(let server, let event):
            if json { printJSON(ConversionEventLine(event, of: server)) } else { printText(event, server) }
        case .waits(let server, let because):
            if json { printJSON(ConversionEventLine(waiting: server, because: because)) }
            say(name(server) + "its copy is warm, and its service works on: \(Sanitised.line(because))")
        case .converted(let server): say("\(server.server) runs as a VM on \(server.host)")
        case .takenBack(let server): say("\(server.server): taken back")
        case .ended(let server, let failure): if several { say("\(server): \(failure)") }
        case .preview(let server, let steps): preview(steps, server)
        }
    }

    /// The summary, and the exit code of several servers.
    func conclude(_ outcome: PlanOutcome) throws {
        guard several, !outcome.servers.isEmpty else { return }
        var table = Table(["SERVER", "RESULT", ">OUTAGE s", "REASON, AND WHAT IS NEXT"])
        for row in outcome.servers {
            let outage = row.outageSeconds.map { Fixed.text($0, 1) } ?? "-"
            table.add([row.server, row.result.words, outage, row.reason ?? ""])
            if let next = row.next { table.add(notes: ["next: " + next]) }
        }
        print(json ? try JSONText.line(outcome) : "\n" + table.text(width: 110))
        if outcome.exit != .done { throw Exit.Signal(exit: outcome.exit) }
    }

    private func name(_ server: String) -> String { several ? "\(server): " : "" }

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

    private func printText(_ event: StepEvent, _ server: String) {
        let (name, space) = (name(server), several ? "\(server):   " : "      ")
        switch event {
        case .started(let number, let count, let title): print("\(name)[\(number)/\(count)] \(title)")
        case .skipped(let number, let count, let title): print("\(name)[\(number)/\(count)] \(title): done before")
        case .finished(_, _, _, let seconds, let detail):
            print("\(space)\(Fixed.text(seconds, 1)) s\(detail.isEmpty ? "" : "  \(Sanitised.line(detail))")")
        case .failed(_, _, _, let reason):
            print("\(space)failed: \(Sanitised.text(String(reason.split(separator: "\n").first ?? "")))")
        case .released(let title): print("\(space)put back: \(title)")
        case .releaseFailed(let title, let reason):
            print("\(space)COULD NOT PUT BACK: \(title): \(Sanitised.line(reason))")
        case .wentBack(let title, let because):
            print("\(space)back to \"\(title)\": \(Sanitised.line(because))")
        case .releasesHeld(let title):
            print("\(space)LEFT AS IT IS: what came before \"\(title)\", since a VM may run")
        case .notJournalled(let reason): print("\(space)not journalled: \(Sanitised.line(reason))")
        case .undone(let title): print("\(space)taken back: \(title)")
        }
    }

    private func printJSON(_ line: ConversionEventLine) {
        if let text = try? JSONText.line(line) { print(text) }
    }
}
