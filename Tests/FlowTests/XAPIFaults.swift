import Foundation
import Shell

/// Orders to a double of XAPI that runs beside p2v.
struct XAPIFaults: Sendable {
    let folder: String
    /// A command where the double listens.
    let placed: @Sendable ([String]) throws -> Command

    init(folder: String, placed: @escaping @Sendable ([String]) throws -> Command = { Command($0) }) {
        self.folder = folder
        self.placed = placed
    }

    /// How hosts can be away.
    static let kinds = ["refused", "tls", "empty", "garbage", "booting"]

    var port: String {
        get throws { try String(contentsOfFile: folder + "/port", encoding: .utf8) }
    }

    @discardableResult
    private func ask(_ path: String, _ more: String...) async throws -> String {
        let url = "https://127.0.0.1:\(try port)/double/\(path)"
        return try await Shell.check(placed(["curl", "-skS", "--retry", "3", url] + more))
    }

    func order(_ order: String) async throws { try await ask("fault", "-d", order) }

    /// Questions for news of a task that the double has had.
    func polls() async throws -> Int {
        struct Counters: Decodable { var polls: Int }
        return try JSONDecoder().decode(Counters.self, from: Data(try await ask("counters").utf8)).polls
    }

    /// Every fault that leaves the pool usable, again and again until it is cancelled: the third host is away in each way,
    /// what is forwarded to it hangs, sessions end, and the coordinator begins anew.
    func storm() async throws {
        let away = Self.kinds.map { #"{"away":"\#($0)","seconds":2,"host":2}"# }
        let orders = away + [#"{"hang":2,"seconds":2}"#, #"{"expire":true}"#, #"{"life":true}"#]
        while !Task.isCancelled {
            for order in orders {
                try await self.order(order)
                try await Task.sleep(for: .seconds(2))
            }
        }
    }
}
