package import Estate
package import Probes

/// Writes a move down while it goes on, for whoever watches it from elsewhere. It can neither stop the move nor delay it.
package protocol MoveWitness: Sendable {
    /// What happens; returns at once.
    func saw(_ news: MigrationNews)
    /// Probes that have ended since the last call, by their name.
    func answered(_ samples: [String: [ProbeSample]])
    /// - Parameter because: why it failed; nil where it did not.
    func ended(_ report: MigrationReport?, because: String?)
}

extension ProbeSource {
    /// Tells of each probe as it ends, until the task is cancelled. Of probes that another machine sends nothing is known
    /// before they stop.
    func follow(_ tell: @Sendable ([String: [ProbeSample]]) -> Void) async {
        guard case .here(let runner) = self else { return }
        var cursor = ProbeRunner.Cursor()
        while !Task.isCancelled {
            let ended = runner.ended(since: &cursor)
            if !ended.isEmpty { tell(ended) }
            try? await Task.sleep(for: .milliseconds(250))
        }
    }
}
