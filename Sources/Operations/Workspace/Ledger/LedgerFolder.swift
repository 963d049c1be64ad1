internal import Estate
internal import Foundation
internal import ImageStores

/// The small files of a ``PoolLedger``: each is whole or absent, says its format, and is replaced in one step.
///
/// A file that cannot be understood is an error that names it, never an absent one.
actor LedgerFolder {
    private let place: any ImageStore
    private let makeID: @Sendable () -> String
    private var known: (any ImageStore)?

    init(on place: any ImageStore, makeID: @escaping @Sendable () -> String) {
        self.place = place
        self.makeID = makeID
    }

    /// Names that begin with `prefix`, sorted; none where the pool has nothing to remember yet.
    func names(_ prefix: String) async throws -> [String] {
        guard let folder = try await folder(creating: false) else { return [] }
        return try await folder.list().map(\.name).filter { $0.hasPrefix(prefix) && $0.hasSuffix(".json") }
    }

    /// Nil where there is no such file.
    func read<Content: Codable & Sendable>(_: Content.Type, _ name: String) async throws -> Content? {
        guard let folder = try await folder(creating: false), try await folder.exists(name) else { return nil }
        let file = try await folder.open(name, writing: false)
        let bytes: [UInt8]
        do {
            bytes = try await file.read(at: 0, count: Int(try await file.size()))
        } catch {
            try? await file.close()
            throw error
        }
        try await file.close()
        return try LedgerDocument<Content>.decode(Data(bytes), from: folder.location(of: name))
    }

    /// Durable when it returns.
    func write<Content: Codable & Sendable>(_ content: Content, _ name: String) async throws {
        let folder = try await home()
        let bytes = try LedgerDocument(content).bytes()
        let fresh = "\(name).\(makeID()).new"
        do {
            let file = try await folder.create(fresh, bytes: 0)
            do {
                try await file.write(bytes, at: 0)
                try await file.sync()
            } catch {
                try? await file.close()
                throw error
            }
            try await file.close()
            try await folder.replace(name, with: fresh)
        } catch {
            try? await folder.remove(fresh)
            throw error
        }
    }

    func remove(_ name: String) async throws {
        try await folder(creating: false)?.remove(name)
    }

    /// The folder, made where it is not there yet.
    func home() async throws -> any ImageStore {
        guard let folder = try await folder(creating: true) else {
            throw Failure(
                "make the folder for the pool's state", on: place.url, because: "it is not there after it was made",
                next: "check the SR's server")
        }
        return folder
    }

    func folder(creating: Bool) async throws -> (any ImageStore)? {
        if let known { return known }
        known = try await place.notes(creating: creating)
        return known
    }
}

extension LedgerFolder {
    /// Removes what killed runs left half written; by the clock of whoever keeps the files.
    func removeLeftovers(before moment: Moment) async throws {
        guard let folder = try await folder(creating: false) else { return }
        for file in try await folder.list() where file.name.hasSuffix(".new") && !file.name.contains(".lease") {
            if try await folder.modified(file.name) < moment.seconds { try await folder.remove(file.name) }
        }
    }
}
