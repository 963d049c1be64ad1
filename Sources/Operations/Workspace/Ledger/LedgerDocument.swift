internal import Estate
internal import Foundation

/// One file of a pool's state, with its format.
struct LedgerDocument<Content: Codable & Sendable>: Codable, Sendable {
    var format: String
    var content: Content

    init(_ content: Content) {
        format = LedgerFormat.current
        self.content = content
    }

    func bytes() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(self)) + [10]
    }

    /// - Parameter place: which file it is, for the error.
    static func decode(_ data: Data, from place: String) throws -> Content {
        let decoder = JSONDecoder()
        guard let header = try? decoder.decode(LedgerFormat.self, from: data) else {
            throw unreadable(place, "it is torn, or no file of p2v's")
        }
        guard header.format == LedgerFormat.current else {
            throw Failure(
                "read the pool's state", on: place, because: "its format is \(header.format)",
                next: "use the p2v that wrote it: this one reads \(LedgerFormat.current)", exit: .refused)
        }
        do { return try decoder.decode(Self.self, from: data).content } catch {
            throw unreadable(place, "\(error)")
        }
    }

    private static func unreadable(_ place: String, _ because: String) -> Failure {
        Failure(
            "read the pool's state", on: place, because: because,
            next: "restore this file from a backup, or remove it once you know what it said: a mark-… file closes the "
                + "host of its name, a host-… file lists what that host ran, a moves-… file holds a run's moves")
    }
}

/// What every file of the state begins with.
struct LedgerFormat: Codable {
    static let current = "p2v-ledger/1"
    var format: String
}
