internal import Estate
internal import Foundation
internal import Terminal

/// The operators' decisions, in the journal of the store: whoever reads it sees them, also while a run goes on.
struct CampaignDecisions: Sendable {
    let journal: any Journal

    func standing(of server: PlannedServer) async throws -> CampaignStanding {
        let records = try await journal.records(of: CampaignDecision.run(of: server.server))
        let made = try records.map { record in
            CampaignStanding.Made(
                decision: try JSONText.decode(
                    CampaignDecision.self, from: record.detail, source: "the decision of \(record.at.iso)"),
                at: record.at)
        }
        return CampaignStanding(made, planned: try Self.digest(of: server))
    }

    /// Writes it down, unless it stands already or something stands against it. Of two operators at one moment one wins.
    ///
    /// - Parameter lease: held by whoever decides on this server.
    /// - Throws: ``Failure`` (refused) with who decided what before.
    func decide(
        _ word: CampaignDecision.Word, on server: PlannedServer, because: String?, who: String, at now: Moment,
        under lease: ServerLease
    ) async throws {
        defer { withExtendedLifetime(lease) {} }
        if let refusal = try await standing(of: server).refusal(of: word) {
            throw Failure(
                "write down \"\(word.rawValue)\"", on: server.server, because: refusal,
                next: "see p2v campaign status; p2v campaign release lets a parked server go on", exit: .refused)
        }
        let decision = CampaignDecision(
            word: word, who: who, because: because, planned: try Self.digest(of: server))
        try await journal.append(
            JournalRecord(
                run: CampaignDecision.run(of: server.server), step: server.server, event: .progressed, at: now,
                detail: try JSONText.line(decision)))
    }

    private static func digest(of server: PlannedServer) throws -> String {
        "sha256:" + SHA256.hex(try JSONText.line(server)).prefix(16)
    }
}

extension CampaignOrder {
    /// Writes down what an operator decided of some servers; of none when one of them is refused by name.
    ///
    /// - Returns: each server and how it stands now.
    package func decide(
        _ word: CampaignDecision.Word, on names: [String], because: String?, in workspace: Workspace
    ) async throws -> [(server: String, standing: String)] {
        let request = Convert.Request(plan: plan, planName: path, servers: names, mode: .preview)
        let kit = try ConversionKit(workspace, plan: path)
        let decisions = CampaignDecisions(journal: kit.journal)
        var answers: [(server: String, standing: String)] = []
        for server in try request.chosen() {
            let lease = try ServerLease(path: "\(kit.folder)/\(server.server).decision", on: server.server)
            try await decisions.decide(
                word, on: server, because: because, who: workspace.who, at: workspace.now(), under: lease)
            answers.append((server.server, try await decisions.standing(of: server).text ?? word.rawValue))
        }
        return answers
    }
}
