internal import Estate
internal import Foundation
internal import Shell
internal import Terminal

/// What a night brings up to date besides the balance: scans of servers and warm copies of disks. Each is a `p2v` of its
/// own, so that one that fails or hangs harms neither the moves nor the others.
struct NightRefresh {
    /// Inventory files for `p2v scan --inventory`.
    var inventories: [String] = []
    /// A file of warm copies, each line the words of one `p2v sync`: `ssh://root@web01/dev/sda nfs://nas/sr/web01.raw`.
    var copies: String?
    var store: String

    struct Outcome: Encodable, Hashable, Sendable {
        var what: String
        /// Nil when it went well.
        var failure: String?
    }

    func run() async throws -> [Outcome] {
        var outcomes: [Outcome] = []
        for job in try jobs() {
            try Task.checkCancellation()
            let what = job.joined(separator: " ")
            FileHandle.standardError.write(Data("p2v \(Sanitised.text(what))\n".utf8))
            outcomes.append(Outcome(what: what, failure: await failure(of: job)))
        }
        return outcomes
    }

    func jobs() throws -> [[String]] {
        let scans = inventories.map { ["scan", "--json", "--inventory", $0, "--store", store] }
        return try scans + syncs()
    }

    private func syncs() throws -> [[String]] {
        guard let copies else { return [] }
        guard let text = try? String(contentsOfFile: copies, encoding: .utf8) else {
            throw Failure("read the warm copies", on: copies, because: "it cannot be read", next: "name another file")
        }
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
            let result = try await Shell.run(Command([Bundle.main.executablePath ?? "p2v"] + job))
            guard result.status != 0 else { return nil }
            return "exit code \(result.status): \(result.standardError.suffix(1000))"
        } catch {
            return "\(error)"
        }
    }
}
