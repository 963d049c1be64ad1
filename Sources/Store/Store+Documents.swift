internal import Estate
internal import Foundation
internal import GRDB

/// Rows that hold one JSON document each.
extension Store {
    /// Tables of documents. Names are part of the file format.
    enum Kind: String, CaseIterable {
        case profile, series, migration
    }

    func add(_ kind: Kind, _ name: String, at moment: Moment, _ value: some Encodable & Sendable) async throws {
        let body = String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
        try await attempting("save \(kind.rawValue) of \(name)") { queue in
            try await queue.write { database in
                try database.execute(
                    sql: "INSERT INTO \(kind.rawValue) (name, at, body) VALUES (?, ?, ?)",
                    arguments: [name, moment.seconds, body])
            }
        }
    }

    /// Newest first.
    func all<Value: Decodable & Sendable>(
        _ kind: Kind, _ name: String?, limit: Int
    ) async throws -> StoreAnswer<Value> {
        try await rows(
            kind, "WHERE (:name IS NULL OR name = :name) ORDER BY id DESC LIMIT :limit",
            ["name": name, "limit": limit])
    }

    /// The newest of each name. One that cannot be read is not replaced by an older one, which would pass for the newest.
    func newestOfEach<Value: Decodable & Sendable>(_ kind: Kind) async throws -> StoreAnswer<Value> {
        try await rows(
            kind, "WHERE id IN (SELECT MAX(id) FROM \(kind.rawValue) GROUP BY name) ORDER BY name", [:])
    }

    /// What could be read; whoever opened the store is told of the rest.
    func told<Value>(_ answer: StoreAnswer<Value>) -> [Value] {
        for row in answer.unreadable { unreadable(row) }
        return answer.values
    }

    private func rows<Value: Decodable & Sendable>(
        _ kind: Kind, _ condition: String, _ arguments: StatementArguments
    ) async throws -> StoreAnswer<Value> {
        try await attempting("read \(kind.rawValue)s") { queue in
            let rows = try await queue.read { database in
                try Row.fetchAll(
                    database, sql: "SELECT id, name, at, body FROM \(kind.rawValue) \(condition)",
                    arguments: arguments
                ).map { row in (row["id"] as Int64, row["name"] as String, row["at"] as Double, row["body"] as String) }
            }
            var answer = StoreAnswer<Value>(values: [], unreadable: [])
            for (id, name, at, body) in rows {
                do {
                    answer.values.append(try JSONDecoder().decode(Value.self, from: Data(body.utf8)))
                } catch {
                    answer.unreadable.append(
                        UnreadableRow(
                            table: kind.rawValue, id: id, name: name, at: Moment(seconds: at), because: "\(error)"))
                }
            }
            return answer
        }
    }
}
