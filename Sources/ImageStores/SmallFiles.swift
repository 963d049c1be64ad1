internal import Estate
internal import Foundation

/// Small JSON files beside an image. A new one is complete on disk before it takes the old one's place, in one step.
extension ImageStore {
    package func writeJSON(_ value: some Encodable & Sendable, as name: String) async throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let bytes = Array(try encoder.encode(value)) + [10]
        let fresh = name + ".new"
        try await remove(fresh)
        let file = try await create(fresh, bytes: UInt64(bytes.count))
        do {
            try await file.write(bytes, at: 0)
            try await file.sync()
        } catch {
            try? await file.close()
            throw error
        }
        try await file.close()
        do { try await replace(name, with: fresh) } catch {
            // A server whose answer was lost is asked again, and then finds nothing to rename.
            guard try await smallFile(name) == bytes else { throw error }
        }
    }

    /// Nil where there is none. Earlier versions removed the old file before they named the new one: what they left then is
    /// `NAME.new`.
    ///
    /// - Throws: ``Failure`` (unproved) where there is one that is not understood: that is not the same as none.
    package func readJSON<Value: Decodable & Sendable>(_: Value.Type, from name: String) async throws -> Value? {
        let bytes = try await smallFile(name)
        if let bytes, let value = Self.decoded(Value.self, bytes) { return value }
        if let fresh = try await smallFile(name + ".new"), let value = Self.decoded(Value.self, fresh) { return value }
        guard bytes != nil else { return nil }
        throw Failure(
            "read \(name)", on: url, because: "it is there and is not understood: torn, or of another p2v",
            next: "look at it, and remove it if it is of no use", exit: .unproved)
    }

    package func removeJSON(_ name: String) async throws {
        try await remove(name)
        try await remove(name + ".new")
    }

    /// All bytes of a file; nil where there is none.
    func smallFile(_ name: String) async throws -> [UInt8]? {
        guard try await exists(name) else { return nil }
        let file: any ImageFile
        do { file = try await open(name, writing: false) } catch {
            // Removed between the two questions.
            guard try await exists(name) else { return nil }
            throw error
        }
        let bytes: [UInt8]
        do { bytes = try await file.read(at: 0, count: Int(try await file.size())) } catch {
            try? await file.close()
            throw error
        }
        try await file.close()
        return bytes
    }

    private static func decoded<Value: Decodable>(_: Value.Type, _ bytes: [UInt8]) -> Value? {
        try? JSONDecoder().decode(Value.self, from: Data(bytes))
    }
}
