internal import Backup
package import Estate
internal import Logging
internal import Pool
internal import Terminal

/// A night's backups as a policy says: points, copies, proofs, then prunes. What fails keeps nothing else from its turn, but a
/// repository whose copy failed is not pruned.
package struct BackupPolicyRun: Sendable {
    /// The document `p2v-backup-run/1`.
    package struct Report: Sendable, Encodable {
        package struct Step: Sendable, Encodable {
            /// `back up`, `copy`, `prove`, `prune`.
            package var what: String
            package var on: String
            /// What was done, in words.
            package var done: String?
            /// Why it is not as it should be.
            package var fault: String?
            package var exit: Exit
        }

        package private(set) var format = "p2v-backup-run/1"
        package var policy: String
        package var isTrial: Bool
        package var steps: [Step] = []

        package var faults: [String] {
            steps.compactMap { step in step.fault.map { "\(step.what) \(step.on): \($0)" } }
        }

        package var exit: Exit {
            if steps.contains(where: { $0.exit == .unproved }) { return .unproved }
            if !faults.isEmpty { return .partly }
            return isTrial ? .changesPending : .done
        }

        package var text: String {
            steps.map { step in
                let words = [step.done, step.fault.map { "FAULT: \($0)" }].compactMap(\.self).joined(separator: "; ")
                return Sanitised.line("\(step.what) \(step.on): \(words)") + "\n"
            }.joined()
        }
    }

    private let path: String
    private let policy: BackupPolicyFile
    private let isTrial: Bool
    private let workspace: Workspace
    private let report: ProgressReport

    package init(
        policy path: String, isTrial: Bool = false, in workspace: Workspace,
        report: @escaping ProgressReport = { _ in }
    ) throws {
        policy = try BackupPolicyFile(reading: path)
        (self.path, self.isTrial, self.workspace, self.report) = (path, isTrial, workspace, report)
    }

    package func run() async throws -> Report {
        var result = Report(policy: path, isTrial: isTrial)
        let pool = try workspace.openLibvirtPool(to: "back up VMs")
        let names = Set(try await pool.machines().map(\.name)).sorted()
        // Who is on a silent host is not known: the others get their points all the same.
        for silence in await pool.silences() { result.steps.append(Self.failed("ask the hosts", "the pool", silence)) }
        var uncopied: Set<String> = []
        for entry in policy.backups {
            await backUp(entry, names, &result)
            for place in entry.copies ?? [] where !(await copy(entry, to: place.to, &result)) {
                uncopied.insert(entry.to)
            }
        }
        for repository in Self.once(policy.backups.map(\.to)) { await prove(repository, &result) }
        for (repository, keep) in prunes() where !uncopied.contains(repository) {
            await prune(repository, keep, &result)
        }
        try Task.checkCancellation()
        return result
    }

    // MARK: Steps

    private func backUp(_ entry: BackupPolicyFile.Entry, _ names: [String], _ result: inout Report) async {
        let (vms, missing) = BackupPolicyFile.chosen(entry, from: names)
        for name in missing {
            result.steps.append(
                .init(what: "back up", on: name, fault: "no host that answers knows a VM of that name", exit: .partly))
        }
        guard !vms.isEmpty else { return }
        await step("back up", "to \(entry.to)", &result) {
            var request = BackupRun.Request(vms: vms, to: entry.to)
            request.isTrial = isTrial
            if let scratch = policy.scratch { request.scratch = scratch }
            let made = try await BackupRun(request, in: workspace, report: report).run()
            let faults = made.failed.map { "\($0.vm): \($0.failure.because)" } + made.warnings
            let done = (isTrial ? made.pending : made.points.map(\.vm)).joined(separator: ", ")
            return (done, faults, made.failed.isEmpty ? .unproved : .partly)
        }
    }

    /// - Returns: whether all is there.
    private func copy(_ entry: BackupPolicyFile.Entry, to place: String, _ result: inout Report) async -> Bool {
        await step("copy", "\(entry.to) to \(place)", &result) {
            let copied = try await BackupCopy.run(
                from: entry.to, to: place, vms: [], isTrial: isTrial, in: workspace, report: report)
            let faults = copied.failed.map { "\($0.vm): \($0.failure.because)" }
            return (
                "\(isTrial ? copied.pending.count : copied.points.count) points, \(copied.there) were there", faults,
                copied.exit
            )
        }
    }

    private func prove(_ repository: String, _ result: inout Report) async {
        guard let prove = policy.prove else { return }
        await step("prove", repository, &result) {
            var request = BackupProve.Request(of: repository)
            request.choice = ProofChoice(share: prove.share, atMost: prove.atMost, everyDays: prove.everyDays)
            (request.plan, request.wishes, request.isTrial) = (policy.plan, policy.proofs ?? [:], isTrial)
            if let seconds = prove.limitSeconds { request.limitSeconds = seconds }
            let seen = try await BackupProve(request, in: workspace, report: report).run()
            let faults =
                seen.points.filter { !$0.proved }.map { "\($0.vm) \($0.point) does not start: \($0.because ?? "")" }
                + seen.failed.map { "\($0.vm): nobody could try it: \($0.failure.because)" }
                + seen.left.map { "\($0) is overdue, and was left" }
            let proved = seen.points.filter(\.proved).map { "\($0.vm) \($0.point)" }
            return ((isTrial ? seen.pending : proved).joined(separator: ", "), faults, seen.exit)
        }
    }

    private func prune(_ repository: String, _ keep: BackupPolicyFile.Keep, _ result: inout Report) async {
        await step("prune", repository, &result) {
            let pruned = try await BackupPrune(
                of: repository, keeping: keep.retention, isTrial: isTrial, in: workspace)
            return ("\(pruned.result.removedPoints) points, \(pruned.result.removedChunks) chunks", [], .done)
        }
    }

    /// What is kept of each repository: all that name it say the same.
    private func prunes() -> [(String, BackupPolicyFile.Keep)] {
        policy.repositories.compactMap { place in policy.keeps(of: place).compactMap(\.self).first.map { (place, $0) } }
    }

    private static func once(_ all: [String]) -> [String] {
        var seen: Set<String> = []
        return all.filter { seen.insert($0).inserted }
    }

    @discardableResult
    private func step(
        _ what: String, _ on: String, _ result: inout Report,
        _ work: () async throws -> (done: String, faults: [String], exit: Exit)
    ) async -> Bool {
        guard !Task.isCancelled else { return false }
        do {
            let (done, faults, exit) = try await work()
            result.steps.append(
                .init(
                    what: what, on: on, done: done.isEmpty ? "nothing" : done,
                    fault: faults.isEmpty ? nil : faults.joined(separator: "; "), exit: faults.isEmpty ? .done : exit))
        } catch { result.steps.append(Self.failed(what, on, error)) }
        if let fault = result.steps.last?.fault { workspace.log.warning("\(what) \(on): \(fault)") }
        return result.steps.last?.fault == nil
    }

    private static func failed(_ what: String, _ on: String, _ error: any Error) -> Report.Step {
        let failure = error as? Failure
        return .init(
            what: what, on: on, fault: failure.map { "\($0.because); next: \($0.next)" } ?? "\(error)",
            exit: failure?.exit == .unproved ? .unproved : .partly)
    }
}
