package import BlockExport
internal import Estate
internal import NBD
internal import Shell

/// A disk served by `p2v-source`, on a server over ssh or here.
///
/// A lost connection is made again a few times and the reads that it lost are repeated; a disk whose size changed
/// meanwhile is refused.
package actor ProgramDiskSource: DiskSource {
    package nonisolated let identity: SourceIdentity
    let host: SourceHost
    let device: String
    let program: SourceProgram
    let options: SourceOptions
    let way: CutWay
    /// Nil where it is not known, and for this machine.
    let boot: String?
    private var connection: NBDConnection?
    /// The connection on which the last epoch began: only that one knows what was written since.
    private weak var epoch: NBDConnection?
    private var epochIsWhole = false
    private var reconnecting: Task<NBDConnection, any Error>?

    /// Connects and asks the size.
    ///
    /// - Parameter way: waits for a way that is cut later; a server that cannot be reached at first is told at once.
    package init(
        on host: SourceHost, device: String, options: SourceOptions = SourceOptions(), way: WayPatience = WayPatience()
    ) async throws {
        try await self.init(on: host, device: device, options: options, way: way, program: try SourceProgram())
    }

    init(
        on host: SourceHost, device: String, options: SourceOptions, way: WayPatience, program: SourceProgram
    ) async throws {
        self.host = host
        self.device = device
        self.options = options
        self.program = program
        self.way = CutWay(to: host.name(of: device), way)
        async let boot = ServerBoot.id(of: host)
        let connection = try await Self.connectFirst(host, device, program, options, way)
        self.boot = await boot
        self.connection = connection
        identity = SourceIdentity(name: host.name(of: device), bytes: connection.size)
    }

    package func usedRanges() async throws -> [Range<UInt64>] {
        try await UsedSpace.of(
            identity.bytes, silence: failure("ask which space is used", "the server answered nothing")
        ) { range in
            try await self.retrying { connection throws(NBDError) in
                guard connection.tellsAllocation else { return [NBDConnection.Extent(range: range, used: true)] }
                return try await connection.extents(in: range)
            }
        }
    }

    package func read(_ range: Range<UInt64>) async throws -> SourceData {
        let piece = try await retrying(range) { connection throws(NBDError) in
            try await connection.read(at: range.lowerBound, count: range.count)
        }
        return SourceData(bytes: piece.bytes, sentBytes: piece.dataBytes)
    }

    package func digests(
        chunkBytes: Int, each: @escaping @Sendable (Int, ChunkDigest) async throws -> Void
    ) async throws {
        try await digestsOfUsedChunks(chunkBytes: chunkBytes, each: each)
    }

    package func digest(of range: Range<UInt64>) async throws -> ChunkDigest {
        let told = try await retrying(range) { connection throws(NBDError) in try await connection.digest(of: range) }
        if let told { return ChunkDigest(high: told.high, low: told.low) }
        return ChunkDigest(of: try await read(range).bytes)
    }

    package nonisolated var sendsToDigest: Bool { false }

    package func refresh() async throws {
        let before = epoch
        let turned = try await retrying { connection throws(NBDError) in
            try await connection.flush()
            return connection
        }
        epochIsWhole = turned === before
        epoch = turned
    }

    package func changedRanges() async throws -> [Range<UInt64>]? {
        guard epochIsWhole, let epoch else { return nil }
        let silence = failure("ask what was written", "nobody knows")
        do {
            return try await WholeDisk.ask(identity.bytes, silence: silence) { range in
                guard let extents = try await epoch.changes(in: range) else { throw silence }
                let end = extents.last?.range.upperBound ?? range.lowerBound
                return (end, extents.filter { $0.used }.map { $0.range })
            }
        } catch {
            try Task.checkCancellation()
            // What was written is not known then, which is an answer: the next pass looks for itself.
            return nil
        }
    }

    package func close() {
        reconnecting?.cancel()
        connection?.close()
        connection = nil
    }

    // MARK: Connections

    func retrying<T: Sendable>(
        _ range: Range<UInt64>? = nil, _ body: @Sendable (NBDConnection) async throws(NBDError) -> T
    ) async throws -> T {
        var attempt = 0
        while true {
            try Task.checkCancellation()
            let connection = try await live()
            do {
                return try await withTaskCancellationHandler(
                    operation: { try await body(connection) }, onCancel: { connection.close() })
            } catch let error as NBDError {
                try Task.checkCancellation()
                attempt += 1
                if let range, error.isBadRange { throw UnreadableRange(range: range, because: "\(error)") }
                guard error.disconnected, attempt <= options.reconnects else {
                    throw failure("read the disk", "\(error)")
                }
                if self.connection === connection { self.connection = nil }
            }
        }
    }

    /// The connection, made again by whichever caller finds it lost; the others wait for the same one.
    private func live() async throws -> NBDConnection {
        if let connection { return connection }
        if let reconnecting { return try await Self.value(of: reconnecting) }
        if case .server = host, boot == nil { throw ServerBoot.unknown(on: identity.name) }
        let (host, device, program, options, size) = (host, device, program, options, identity.bytes)
        let task = Task { [way, boot] in
            let made = try await Self.connectPatiently(host, device, program, options, boot: boot, way)
            guard made.size == size else {
                made.close()
                throw Failure(
                    "go on with the disk", on: host.name(of: device),
                    because: "its size was \(size) bytes and is now \(made.size)",
                    next: "scan the server and plan again", exit: .refused)
            }
            return made
        }
        reconnecting = task
        defer { reconnecting = nil }
        let made = try await Self.value(of: task)
        connection = made
        return made
    }

    /// Ctrl-C does not wait for a way that is cut.
    private static func value(of task: Task<NBDConnection, any Error>) async throws -> NBDConnection {
        try await withTaskCancellationHandler(operation: { try await task.value }, onCancel: { task.cancel() })
    }

    func failure(_ attempted: String, _ because: String) -> Failure {
        Failure(
            attempted, on: identity.name, because: because,
            next: "check the server and the way to it, then run again with --resume: what was copied is kept")
    }
}
