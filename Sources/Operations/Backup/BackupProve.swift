package import Backup
package import Estate
internal import Foundation
internal import Logging
internal import Store
internal import Terminal

/// Newest points started, cut off from every network: what was seen is kept beside each point.
///
/// ```
/// VMs that are named, or ProofChoice (longest not tried, overdue) → each VM's newest point → PointStart → proof-POINT-TIME.json
/// ```
package struct BackupProve: Sendable {
    package struct Request: Sendable {
        package var repository: String
        /// Names or UUIDs; none: as ``choice`` says.
        package var vms: [String] = []
        package var choice = ProofChoice()
        /// One point only, of the one VM that is named.
        package var at: String?
        /// A plan whose proofs are asked for its servers.
        package var plan: String?
        /// How VMs that no plan names are asked, by name.
        package var wishes: [String: PointWish] = [:]
        /// How those are asked that ``wishes`` does not name.
        package var wish = PointWish()
        package var limitSeconds = 300
        package var isTrial = false

        package init(of repository: String) { self.repository = repository }
    }

    private let request: Request
    private let workspace: Workspace
    private let report: ProgressReport
    private let repository: BackupRepository

    package init(_ request: Request, in workspace: Workspace, report: @escaping ProgressReport = { _ in }) throws {
        (self.request, self.workspace, self.report) = (request, workspace, report)
        for wish in [request.wish] + request.wishes.values {
            if let flaw = wish.flaw {
                throw Failure(
                    "prove backups", on: request.repository, because: flaw.words, next: "say it anew", exit: .refused)
            }
        }
        repository = try BackupRepository(request.repository)
    }

    package func run() async throws -> BackupProveReport {
        var result = BackupProveReport(repository: repository.path)
        if request.isTrial {
            result.pending = try chosen(&result).map { "\($0.place.vm) \($0.place.time)" }
            return result
        }
        return try await repository.reading(
            "prove, by \(workspace.who)", unlock: workspace.unlock, note: { workspace.log.warning("\($0)") }
        ) {
            for entry in try chosen(&result) {
                try Task.checkCancellation()
                do { result.points.append(try await prove(entry)) } catch let failure as Failure {
                    result.failed.append(.init(vm: entry.place.vm, failure: failure))
                }
            }
            return result
        }
    }

    private func prove(_ entry: BackupRepository.Entry) async throws -> PointProof {
        guard case .known(let manifest) = entry.manifest else {
            throw MeantPoint.unread(entry, "prove the backup")
        }
        let start = PointStart(
            repository: repository, place: entry.place, manifest: manifest, asked: try await asked(entry.place.vm),
            limitSeconds: request.limitSeconds, workspace: workspace, report: report)
        let proof = try await start.run()
        try repository.keep(proof, at: entry.place)
        return proof
    }

    /// As the plan says, or as the request does.
    private func asked(_ vm: String) async throws -> AskedProof {
        if let wish = request.wishes[vm] { return wish.asked }
        guard let plan = request.plan else { return request.wish.asked }
        let known = try PlanSources.plan(at: plan)
        guard let server = known.servers.first(where: { $0.server == vm }) else { return request.wish.asked }
        guard let profile = try await workspace.openStore().profile(named: server.server) else {
            throw refusal(vm, "the plan \(plan) names it, and it was never scanned", "scan it, or leave --plan out")
        }
        return AskedProof(server, profile)
    }

    // MARK: Which points

    /// Each VM's newest finished point; one whose manifest cannot be read is not passed over.
    private func chosen(_ result: inout BackupProveReport) throws -> [BackupRepository.Entry] {
        let finished = try repository.entries().filter { $0.manifest != nil }
        if !request.vms.isEmpty {
            return try request.vms.map {
                try MeantPoint.newest(of: $0, at: request.at, in: repository, to: "prove the backup")
            }
        }
        let newest = Dictionary(grouping: finished, by: \.place.uuid).compactMapValues { points in
            points.max { $0.place.time < $1.place.time }
        }
        let candidates = try ProofHistory(repository, finished).candidates
        let choice = request.choice.chosen(from: candidates, now: workspace.now())
        result.left = choice.left.map(\.vm)
        return choice.chosen.compactMap { newest[$0.uuid] }
    }

    private func refusal(_ vm: String, _ because: String, _ next: String) -> Failure {
        Failure("prove the backup", on: vm, because: because, next: next, exit: .refused)
    }
}

/// What is known of all VMs' starts.
struct ProofHistory {
    let candidates: [ProofChoice.Candidate]

    init(_ repository: BackupRepository, _ finished: [BackupRepository.Entry]) throws {
        let proofs = Dictionary(grouping: try repository.proofs(), by: \.uuid)
        candidates = Dictionary(grouping: finished, by: \.place.uuid).map { uuid, points in
            let newest = proofs[uuid]?.last
            let (proved, tried): (Moment?, Moment?) =
                switch ProofState(newest?.proof) {
                case .proved(let proof): (proof.at, proof.at)
                case .failed(let proof): (nil, proof.at)
                case .unknown, .untried: (nil, nil)
                }
            // A VM that was renamed has the name of its newest point.
            let vm = points.max { $0.place.time < $1.place.time }?.place.vm ?? uuid
            return ProofChoice.Candidate(vm: vm, uuid: uuid, proved: proved, tried: tried)
        }
    }
}
