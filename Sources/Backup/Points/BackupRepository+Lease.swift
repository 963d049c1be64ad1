internal import Estate
internal import Foundation
internal import ImageStores

/// ```
/// repository.lease   one writer or pruner
/// reader-ID.lease    each reader; writers do not mind them
/// prune.lease        who removes chunks: held besides the first, and only while nobody reads
/// ```
/// A reader writes its lease and then looks for a pruner's; a pruner does the same the other way round: so one of two that
/// begin together sees the other.
extension BackupRepository {
    private static let option = "--unlock-pool"
    private static let (reader, prune, ending) = ("reader-", "prune", ".lease")

    /// Works as the only one that writes or removes anything here.
    ///
    /// - Parameter unlock: the id of a lease whose machine is dead for certain.
    package func alone<Value: Sendable>(
        _ purpose: String, unlock: String?, _ work: () async throws -> Value
    ) async throws -> Value {
        try await held(try await lease("repository", purpose, unlock), work)
    }

    /// Works as the only one of all, readers included.
    package func pruning<Value: Sendable>(
        _ purpose: String, unlock: String?, _ work: () async throws -> Value
    ) async throws -> Value {
        try await alone(purpose, unlock: unlock) {
            try await held(try await lease(Self.prune, purpose, unlock)) {
                try await proveUnread(purpose, unlock)
                return try await work()
            }
        }
    }

    /// Reads chunks that no prune takes away meanwhile; writers may go on.
    ///
    /// A repository that cannot be written here (a copy that is mounted read-only, a full disk) is read without a lease: each
    /// chunk's digest is compared, so what a prune of another machine takes away is missed and said.
    ///
    /// - Parameter note: told where there is no lease.
    package func reading<Value: Sendable>(
        _ purpose: String, unlock: String?, note: (String) -> Void, _ work: () async throws -> Value
    ) async throws -> Value {
        let mine: ImageLease
        do { mine = try await lease(Self.reader + UUID().uuidString.prefix(8).lowercased(), purpose, unlock) } catch {
            if let failure = error as? Failure, failure.exit != .busy {
                note("\(path) is read without a lease (\(failure.because)): see to it that nobody prunes it meanwhile")
                return try await work()
            }
            throw error
        }
        return try await held(mine) {
            try await proveUnpruned(purpose, unlock)
            return try await work()
        }
    }

    private func lease(_ name: String, _ purpose: String, _ unlock: String?) async throws -> ImageLease {
        try await ImageLease(
            of: name, in: try DirectoryImageStore(path: path), unlock: unlock, purpose: purpose, option: Self.option)
    }

    private func held<Value: Sendable>(_ lease: ImageLease, _ work: () async throws -> Value) async throws -> Value {
        do {
            let value = try await work()
            await lease.giveBack()
            return value
        } catch {
            await lease.giveBack()
            throw error
        }
    }

    /// - Throws: ``Failure`` (busy) where a prune goes on, or may. The lease of one that is dead is taken out of the way.
    private func proveUnpruned(_ purpose: String, _ unlock: String?) async throws {
        guard try DurableFile.exists("\(path)/\(Self.prune)\(Self.ending)") else { return }
        try await lease(Self.prune, purpose, unlock).release()
    }

    private func proveUnread(_ purpose: String, _ unlock: String?) async throws {
        for name in try DurableFile.names(in: path) where name.hasPrefix(Self.reader) && name.hasSuffix(Self.ending) {
            try await lease(String(name.dropLast(Self.ending.utf8.count)), purpose, unlock).release()
        }
    }
}
