internal import Shell

/// Whether ssh should compress, found by reading the same data both ways. Only a trial knows it: it depends on the link,
/// on both processors, and on what the disk holds. ssh's own compression needs nothing on the server.
struct CompressionTrial {
    private let connection: SSHConnection
    private let device: String
    private let options: SourceOptions
    private let patience: WayPatience

    /// Most bytes that are read each way, and the seconds after which a way has shown enough.
    private static let trialBytes = 16 << 20
    private static let trialSeconds = 3.0
    private static let piece: UInt64 = 1 << 20

    init(_ connection: SSHConnection, _ device: String, _ options: SourceOptions, _ patience: WayPatience) {
        (self.connection, self.device, self.options, self.patience) = (connection, device, options, patience)
    }

    /// The disk, by the quicker way. A plain way that is as quick within a tenth is taken: it spares the processors.
    func quicker() async throws -> ProgramDiskSource {
        let (plain, plainRate) = try await trial(compresses: false)
        let (packed, packedRate) = try await trial(compresses: true)
        let packs = packedRate > plainRate * 1.1
        await (packs ? plain : packed).close()
        return packs ? packed : plain
    }

    /// - Returns: bytes of the disk a second.
    private func trial(compresses: Bool) async throws -> (ProgramDiskSource, Double) {
        var way = connection
        way.compresses = compresses
        let source = try await ProgramDiskSource(on: .server(way), device: device, options: options, way: patience)
        let pieces = try await source.usedRanges().flatMap { used in
            stride(from: used.lowerBound, to: used.upperBound, by: Int(Self.piece)).map {
                $0..<min($0 + Self.piece, used.upperBound)
            }
        }
        // From the middle: the start of a disk is not like the rest.
        let chosen = pieces.dropFirst(pieces.count / 2).prefix(Self.trialBytes / Int(Self.piece))
        let start = MonotonicSeconds.now
        var done = 0
        for piece in chosen where MonotonicSeconds.now - start < Self.trialSeconds {
            done += try await source.read(piece).bytes.count
        }
        return (source, Double(done) / max(1e-6, MonotonicSeconds.now - start))
    }
}
