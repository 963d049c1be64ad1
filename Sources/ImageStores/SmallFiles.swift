internal import Estate
internal import Foundation

/// Small JSON files beside an image. A new one is complete on disk before it takes the old one's place.
extension ImageStore {
    package func writeJSON(_ value: some Encodable & Sendable, as name: String) async throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let bytes = Array(try encoder.encode(value)) + [10]
        let fresh = name + ".new"
        try await remove(fresh)
        let file = try await create(fresh, bytes: UInt64(bytes.count))
        try await file.write(bytes, at: 0)
        try await file.sync()
        try await file.close()
        try await remove(name)
        try await rename(fresh, to: name)
    }

    /// Nil where there is none. A crash between the two steps of ``writeJSON(_:as:)`` leaves the whole new file.
    package func readJSON<Value: Decodable & Sendable>(_: Value.Type, from name: String) async throws -> Value? {
        for candidate in [name, name + ".new"] where try await exists(candidate) {
            let file = try await open(candidate, writing: false)
            let bytes = try await file.read(at: 0, count: Int(try await file.size()))
            try await file.close()
            if let value = try? JSONDecoder().decode(Value.self, from: Data(bytes)) { return value }
        }
        return nil
    }

    package func removeJSON(_ name: String) async throws {
        try await remove(name)
        try await remove(name + ".new")
    }
}
