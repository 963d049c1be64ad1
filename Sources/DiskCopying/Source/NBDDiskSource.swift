package import BlockExport
internal import Estate
internal import NBD

/// A disk that some other NBD server offers: nbdkit, qemu-nbd, another p2v.
package actor NBDDiskSource: DiskSource {
    package nonisolated let identity: SourceIdentity
    private let uri: String
    private var connection: NBDConnection

    private let patience: Int

    /// - Parameter patience: seconds that the server may owe answers without a sign of life.
    package init(uri: String, patience: Int = SourceOptions.defaultPatience) async throws {
        self.uri = uri
        self.patience = patience
        connection = try await Self.connect(uri, patience)
        identity = SourceIdentity(name: uri, bytes: connection.size)
    }

    package func usedRanges() async throws -> [Range<UInt64>] {
        guard connection.tellsAllocation else { return [0..<identity.bytes] }
        return try await UsedSpace.of(
            identity.bytes,
            silence: Self.failure(uri, NBDError(code: 0, message: "it does not say which space is used"))
        ) { range in
            do throws(NBDError) { return try await connection.extents(in: range) } catch {
                throw Self.failure(uri, error)
            }
        }
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

    /// Another p2v-source tells what it leaves out by belief; of other servers holes are zeros by their own word.
    package func freeClaims() async throws -> [FreeClaim] {
        var claims: [FreeClaim] = []
        var at: UInt64 = 0
        while at < identity.bytes {
            do throws(NBDError) {
                guard let answer = try await connection.free(in: at..<min(at + 1 << 31, identity.bytes)) else {
                    return []
                }
                guard answer.end > at else { throw NBDError(code: 0, message: "it does not say what is free") }
                claims += answer.free.map { FreeClaim(range: $0.range, isVouched: $0.isVouched) }
                at = answer.end
            } catch { throw Self.failure(uri, error) }
        }
        return claims
    }

    package func rawDigest(of range: Range<UInt64>) async throws -> ChunkDigest? {
        do {
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
