package import Estate
internal import Foundation
internal import GRDB

extension Store {
    /// Kinds of documents. Names are part of the file format.
    enum Kind: String {
        case profile, series, migration
    }

    // MARK: Profiles

    package func save(_ profile: ServerProfile) async throws {
        try await add(.profile, profile.name, at: profile.scannedAt, profile)
    }

    /// The newest profile of each server, by name.
    package func profiles() async throws -> [ServerProfile] {
        try await newestOfEach(.profile)
    }

    /// The newest profile of one server; nil if it was never scanned.
    package func profile(named name: String) async throws -> ServerProfile? {
        try await profileHistory(of: name, limit: 1).first
    }

    /// Every profile of one server, newest first: what changed between two scans.
    package func profileHistory(of name: String, limit: Int = 100) async throws -> [ServerProfile] {
        try await all(.profile, name, limit: limit)
    }

    // MARK: Utilisation

    package func save(_ series: UtilisationSeries, of server: String) async throws {
        try await add(.series, server, at: series.start, series)
    }

    /// All series of one server, newest first.
    package func series(of server: String) async throws -> [UtilisationSeries] {
        try await all(.series, server, limit: 10_000)
    }

    // MARK: Migrations

    package func save(_ report: MigrationReport) async throws {
        try await add(.migration, report.machine, at: report.startedAt, report)
    }

    /// Reports of one VM, or of all when `machine` is nil; newest first.
    package func reports(of machine: String? = nil, limit: Int = 1000) async throws -> [MigrationReport] {
        try await all(.migration, machine, limit: limit)
    }

    // MARK: Rows

    private func add(_ kind: Kind, _ name: String, at moment: Moment, _ value: some Encodable & Sendable) async throws {
        let body = try Self.json(value)
        try await attempting("save \(kind.rawValue) of \(name)") { queue in
            try await queue.write { database in
                try database.execute(
                    sql: "INSERT INTO document (kind, name, at, body) VALUES (?, ?, ?, ?)",
                    arguments: [kind.rawValue, name, moment.seconds, body])
            }
        }
    }

    private func all<Value: Decodable & Sendable>(_ kind: Kind, _ name: String?, limit: Int) async throws -> [Value] {
        try await attempting("read \(kind.rawValue)s") { queue in
            let bodies = try await queue.read { database in
                try String.fetchAll(
                    database,
                    sql:
                        "SELECT body FROM document WHERE kind = ? AND (? IS NULL OR name = ?) ORDER BY id DESC LIMIT ?",
                    arguments: [kind.rawValue, name, name, limit])
            }
            return try bodies.map(Self.value)
        }
    }

    private func newestOfEach<Value: Decodable & Sendable>(_ kind: Kind) async throws -> [Value] {
        try await attempting("read \(kind.rawValue)s") { queue in
            let bodies = try await queue.read { database in
                try String.fetchAll(
                    database,
                    sql: """
                        SELECT body FROM document WHERE id IN
                        (SELECT MAX(id) FROM document WHERE kind = ? GROUP BY name) ORDER BY name
                        """,
                    arguments: [kind.rawValue])
            }
            return try bodies.map(Self.value)
        }
    }

    private static func json(_ value: some Encodable) throws -> String {
        String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
    }

    private static func value<Value: Decodable>(_ body: String) throws -> Value {
        try JSONDecoder().decode(Value.self, from: Data(body.utf8))
    }
}
