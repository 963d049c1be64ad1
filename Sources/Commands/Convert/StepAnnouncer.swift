internal import Estate
internal import Operations
internal import Terminal

/// Prints what happens to each step: lines for people, one JSON object a line for scripts (`p2v-convert-event/1`). Of several
/// servers a summary comes last.
struct StepAnnouncer: Sendable {
    let json: Bool
    let several: Bool
    let progress: ProgressLine

    /// Carries out a request while it is shown.
    static func carryOut(_ request: Convert.Request, _ global: GlobalOptions) async throws {
        let (several, json) = (try request.chosen().count > 1, global.json)
        let progress = ProgressLine(quiet: json)
        let announcer = StepAnnouncer(json: json, several: several, progress: progress)
        let outcome = try await Convert(
            request, in: global.workspace, shield: SignalShield.during,
            report: { several ? ProgressLine(quiet: json, of: $0).report : progress.report },
            events: announcer.announce
        ).run()
        try announcer.conclude(outcome)
    }

    @Sendable private func announce(_ event: Convert.Event) {
        progress.finish()
        if !json, let text = ConversionText(several: several).text(event) { print(text) }
        if json, let line = ConversionEventLine(event), let text = try? JSONText.line(line) { print(text) }
    }

    private func conclude(_ outcome: PlanOutcome) throws {
        guard several, !outcome.servers.isEmpty else { return }
        print(json ? try JSONText.line(outcome) : ConversionText(several: true).text(outcome))
        if outcome.exit != .done { throw Exit.Signal(exit: outcome.exit) }
    }
}
