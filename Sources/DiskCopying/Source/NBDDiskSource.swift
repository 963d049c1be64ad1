package import BlockExport
internal import Estate
internal import NBD

/// A disk that some other NBD server offers: nbdkit, qemu-nbd, another p2v.
package actor NBDDiskSource: DiskSource {
    package nonisolated let identity: SourceIdentity
    private let uri: String
    private var connection: NBDConnection

    private let patience: Int
    /// Nothing is left out, whatever the server says of holes.
    private let wholeDevice: Bool

    /// - Parameter patience: seconds that the server may owe answers without a sign of life.
    package init(
        uri: String, patience: Int = SourceOptions.defaultPatience, wholeDevice: Bool = false
    ) async throws {
        self.uri = uri
        self.patience = patience
        self.wholeDevice = wholeDevice
        connection = try await Self.connect(uri, patience)
        identity = SourceIdentity(name: uri, bytes: connection.size)
    }

    package func usedRanges() async throws -> [Range<UInt64>] {
        guard connection.tellsAllocation, !wholeDevice else { return [0..<identity.bytes] }
        return try await UsedSpace.of(identity.bytes, silence: silence) { range in try await self.extents(range) }
    }

    private func extents(_ range: Range<UInt64>) async throws -> [NBDConnection.Extent] {
        do throws(NBDError) { return try await connection.extents(in: range) } catch { throw Self.failure(uri, error) }
    }

    private var silence: Failure {
        Self.failure(uri, NBDError(code: 0, message: "it does not say which space is used"))
    }

    package func read(_ range: Range<UInt64>) async throws -> SourceData {
        do {
            let piece = try await connection.read(at: range.lowerBound, count: range.count)
            return SourceData(bytes: piece.bytes, sentBytes: piece.dataBytes)
        } catch {
            if error.isBadRange { throw UnreadableRange(range: range, because: "\(error)") }
            throw Self.failure(uri, error)
        }
    }

    package func digests(
        chunkBytes: Int, each: @escaping @Sendable (Int, ChunkDigest) async throws -> Void
    ) async throws {
        try await digestsOfUsedChunks(chunkBytes: chunkBytes, each: each)
    }

    /// Another p2v-source tells what it leaves out by belief; other servers say what is zeros.
    package func freeClaims() async throws -> [FreeClaim] {
        guard connection.tellsAllocation, !wholeDevice else { return [] }
        return try await WholeDisk.ask(identity.bytes, silence: silence) { range in try await self.claims(range) }
    }

    private func claims(_ range: Range<UInt64>) async throws -> (end: UInt64, answers: [FreeClaim]) {
        guard connection.contexts.contains(.free) else {
            let extents = try await extents(range)
            let holes = extents.filter { !$0.used }.map { FreeClaim(range: $0.range, basis: .hole) }
            return (extents.last?.range.upperBound ?? range.lowerBound, holes)
        }
        do throws(NBDError) {
            guard let answer = try await connection.free(in: range) else {
                throw NBDError(code: 0, message: "no answer")
            }
            return (answer.end, answer.free.map { FreeClaim($0) })
        } catch { throw Self.failure(uri, error) }
    }

    /// What another server calls a hole is read as all else: its word is not taken for it.
    package func rawDigest(of range: Range<UInt64>) async throws -> ChunkDigest? {
        do throws(NBDError) {
            guard connection.contexts.contains(.raw) else {
                return ChunkDigest(of: try await connection.read(at: range.lowerBound, count: range.count).bytes)
            }
            return try await connection.rawDigest(of: range).map { ChunkDigest(high: $0.high, low: $0.low) }
        } catch {
            if error.isBadRange { return nil }
            throw Self.failure(uri, error)
        }
    }

    package func refresh() async throws {
        connection.close()
        connection = try await Self.connect(uri, patience)
    }

    package func close() { connection.close() }

    private static func connect(_ uri: String, _ patience: Int) async throws -> NBDConnection {
        do { return try await NBDConnection(uri: uri, patience: patience) } catch { throw failure(uri, error) }
    }

    private static func failure(_ uri: String, _ error: NBDError) -> Failure {
        Failure("read the disk", on: uri, because: "\(error)", next: "check that the NBD server is up, then resume")
    }
}

extension NBDError {
    /// The server is there and says that it cannot read this range.
    var isBadRange: Bool { !disconnected && code == 5 }
}
