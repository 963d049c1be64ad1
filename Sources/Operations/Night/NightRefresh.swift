internal import Estate
internal import Foundation
internal import Shell

/// What a night brings up to date besides the balance: scans of servers and warm copies of disks. Each is a `p2v` of its
/// own, so that one that fails harms neither the moves nor the others; one that does not end is ended at its limit.
package struct NightRefresh: Sendable {
    /// Minutes that one refresh may take where nothing is said.
    package static let usualLimit = 120.0

    /// Inventory files for `p2v scan --inventory`.
    var inventories: [String] = []
    /// A file of warm copies, each line the words of one `p2v sync`: `ssh://root@web01/dev/sda nfs://nas/sr/web01.raw`.
    var copies: String?
    var store: String
    /// How long one refresh may take.
    var limit: Duration = .seconds(NightRefresh.usualLimit * 60)
    /// The program that refreshes: p2v itself.
    var program = Bundle.main.executablePath ?? "p2v"

    package init(
        inventories: [String] = [], copies: String? = nil, store: String,
        limit: Duration = .seconds(NightRefresh.usualLimit * 60)
    ) {
        self.inventories = inventories
        self.copies = copies
        self.store = store
        self.limit = limit
    }

    package struct Outcome: Encodable, Hashable, Sendable {
        package var what: String
        /// Nil when it went well.
        package var failure: String?

        package init(what: String, failure: String?) {
            self.what = what
            self.failure = failure
        }
    }

    /// - Parameter begin: told of each refresh as it begins.
    package func run(begin: @Sendable (String) -> Void) async throws -> [Outcome] {
        var outcomes: [Outcome] = []
        for job in try jobs() {
            try Task.checkCancellation()
            let what = job.joined(separator: " ")
            begin("p2v \(what)")
            outcomes.append(Outcome(what: what, failure: await failure(of: job)))
        }
        return outcomes
    }

    /// Backups of the pool as a policy says, by a `p2v` of its own. A policy that cannot be read is a backup that failed.
    package func backUp(_ policy: String, pool: String, begin: @Sendable (String) -> Void) async -> Outcome {
        let job = [Self.backup, "run", policy]
        begin("p2v " + job.joined(separator: " "))
        let what = job.joined(separator: " ")
        do {
            var longer = self
            longer.limit = .seconds(try BackupPolicyFile(reading: policy).usedHours * 3600)
            return Outcome(
                what: what, failure: await longer.failure(of: job + ["--json", "--store", store, "--pool", pool]))
        } catch { return Outcome(what: what, failure: (error as? Failure)?.because ?? "\(error)") }
    }

    static let backup = "backup"

    package func jobs() throws -> [[String]] {
        let scans = inventories.map { ["scan", "--json", "--inventory", $0, "--store", store] }
        return try scans + syncs()
    }

    private func syncs() throws -> [[String]] {
        guard let copies else { return [] }
        let text = try TextFile.read(copies, to: "read the warm copies", next: "name another file")
        let lines = text.split(whereSeparator: \.isNewline).map {
            $0.split(whereSeparator: \.isWhitespace).map(String.init)
        }
        return try lines.filter { !$0.isEmpty && !$0[0].hasPrefix("#") }.map { words in
            guard words.count >= 2, !words[0].hasPrefix("-"), !words[1].hasPrefix("-") else {
                throw Failure(
                    "read the warm copies", on: copies,
                    because: "\"\(words.joined(separator: " "))\" is not SOURCE TARGET",
                    next: "write the words of one `p2v sync` a line", exit: .refused)
            }
            return ["sync", "--json"] + words
        }
    }

    private func failure(of job: [String]) async -> String? {
        do {
            let result = try await TimedProgram(limit: limit).run(Command([program] + job))
            guard result.status != 0 else { return nil }
            return "exit code \(result.status): \(result.standardError.suffix(1000))"
        } catch let failure as Failure {
            return failure.because
        } catch {
            return "\(error)"
        }
    }
}
