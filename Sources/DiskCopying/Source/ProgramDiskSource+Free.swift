package import BlockExport
internal import NBD

extension ProgramDiskSource {
    package func freeClaims() async throws -> [FreeClaim] {
        let silence = failure("ask which space is called free", "the server answered nothing")
        return try await WholeDisk.ask(identity.bytes, silence: silence) { range in
            let answer = try await self.retrying { connection throws(NBDError) in
                try await connection.free(in: range)
            }
            guard let answer else { throw silence }
            return (answer.end, answer.free.map { FreeClaim($0) })
        }
    }

    package func rawDigest(of range: Range<UInt64>) async throws -> ChunkDigest? {
        do {
            let told = try await retrying(range) { connection throws(NBDError) in
                try await connection.rawDigest(of: range)
            }
            return told.map { ChunkDigest(high: $0.high, low: $0.low) }
        } catch is UnreadableRange { return nil }
    }

    /// Over a connection of its own, which leaves nothing out.
    package func readRaw(_ range: Range<UInt64>) async throws -> [UInt8] {
        var whole = options
        whole.wholeDevice = true
        whole.trace = false
        let connection = try await Self.connectPatiently(host, device, program, whole, boot: boot, way)
        defer { connection.close() }
        do { return try await connection.read(at: range.lowerBound, count: range.count).bytes } catch {
            throw failure("read the disk as it is", "\(error)")
        }
    }
}
