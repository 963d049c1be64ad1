package import BlockExport
internal import Estate
internal import Shell

/// A disk read with the server's own `dd`, one ssh command a segment: for servers where `p2v-source` cannot run.
///
/// It is for cold disks. It knows no free space, so everything travels; no changes, so a later pass reads everything
/// again; and no digests, which are taken here.
package actor DDDiskSource: DiskSource {
    package nonisolated let identity: SourceIdentity
    let server: SSHConnection
    let device: String
    private let way: CutWay
    private let boot: String?
    /// `iflag=direct` where the server's `dd` knows it: the page cache of a mounted disk's node is stale.
    private let flags: String
    private var segments: [UInt64: Task<[UInt8], any Error>] = [:]

    private static let segmentBytes: UInt64 = 32 << 20

    /// Asks the server for the disk's size.
    init(on server: SSHConnection, device: String, way: WayPatience = WayPatience()) async throws {
        self.server = server
        self.device = device
        self.way = CutWay(to: server.address.description + device, way)
        let script = """
            d=\(SSHConnection.quoted(device))
            blockdev --getsize64 "$d" 2>/dev/null || stat -L -c %s -- "$d" || exit 3
            dd if="$d" of=/dev/null bs=4096 count=1 iflag=direct 2>/dev/null && echo direct
            \(ServerBoot.question)
            exit 0
            """
        let output = try await server.run(script: script)
        let words = output.text.split(whereSeparator: \.isWhitespace)
        guard output.status == 0, let size = words.first.flatMap({ UInt64($0) }), size > 0 else {
            throw Failure(
                "ask for the disk's size", on: server.address.description + device,
                because: output.standardError.isEmpty ? "the server says nothing" : output.standardError,
                next: "check the device name, and that the login may read disks (root)")
        }
        flags = words.contains("direct") ? " iflag=direct" : ""
        boot = words.last.flatMap { ServerBoot.id(String($0)) }
        identity = SourceIdentity(name: server.address.description + device, bytes: size)
    }

    package func usedRanges() async throws -> [Range<UInt64>] { [0..<identity.bytes] }

    /// Neighbouring reads share a segment, and the next one is on its way meanwhile.
    package func read(_ range: Range<UInt64>) async throws -> SourceData {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(range.count)
        var at = range.lowerBound
        while at < range.upperBound {
            let number = at / Self.segmentBytes
            let start = number * Self.segmentBytes
            let end = min(range.upperBound, start + Self.segmentBytes)
            let segment: [UInt8]
            do { segment = try await self.segment(number).value } catch is UnreadableRange {
                return SourceData(bytes: try await fetch(range), sentBytes: range.count)
            }
            bytes += segment[Int(at - start)..<Int(end - start)]
            at = end
        }
        return SourceData(bytes: bytes, sentBytes: bytes.count)
    }

    package func digests(
        chunkBytes: Int, each: @escaping @Sendable (Int, ChunkDigest) async throws -> Void
    ) async throws {
        try await digestsOfUsedChunks(chunkBytes: chunkBytes, each: each)
    }

    package func refresh() async throws { forget { _ in true } }

    package func close() { forget { _ in true } }

    // MARK: Segments

    private func segment(_ number: UInt64) -> Task<[UInt8], any Error> {
        let task = started(number)
        if (number + 1) * Self.segmentBytes < identity.bytes { _ = started(number + 1) }
        forget { $0 + 1 < number || $0 > number + 1 }
        return task
    }

    private func started(_ number: UInt64) -> Task<[UInt8], any Error> {
        if let task = segments[number] { return task }
        let start = number * Self.segmentBytes
        let range = start..<min(start + Self.segmentBytes, identity.bytes)
        let task = Task { try await fetch(range) }
        segments[number] = task
        return task
    }

    private func forget(_ isOld: (UInt64) -> Bool) {
        for (number, task) in segments where isOld(number) {
            task.cancel()
            segments[number] = nil
        }
    }

    /// - Throws: ``UnreadableRange`` when the disk cannot read it.
    private nonisolated func fetch(_ range: Range<UInt64>) async throws -> [UInt8] {
        while true {
            let output: Output
            do { output = try await dd(range) } catch let failure as Failure {
                if boot == nil { throw ServerBoot.unknown(on: identity.name) }
                try await way.bear(failure)
                continue
            }
            await way.end()
            if let refusal = ServerBoot.refusal(output.standardError, on: identity.name) { throw refusal }
            if output.standardOutput.count >= range.count { return Array(output.standardOutput.prefix(range.count)) }
            if output.standardError.contains("Input/output error") {
                throw UnreadableRange(range: range, because: "Input/output error")
            }
            throw short(output, range)
        }
    }

    /// - Throws: ``Failure`` when the way to the server is cut, or a command on it was killed.
    private nonisolated func dd(_ range: Range<UInt64>) async throws -> Output {
        let block: UInt64 = [1 << 20, 4096, 512].first { range.lowerBound % $0 == 0 } ?? 1
        let count = (UInt64(range.count) + block - 1) / block
        let script =
            (boot.map { ServerBoot.check($0) + "\n" } ?? "")
            + "LC_ALL=C exec dd if=\(SSHConnection.quoted(device)) bs=\(block) skip=\(range.lowerBound / block) "
            + "count=\(count)\(flags)"
        let output = try await server.run(script: script, limit: range.count + Int(block))
        // 128 and the signal.
        if output.status > 128 { throw short(output, range) }
        return output
    }

    private nonisolated func short(_ output: Output, _ range: Range<UInt64>) -> Failure {
        Failure(
            "read the disk", on: identity.name,
            because: "dd gave \(output.standardOutput.count) of \(range.count) bytes: \(output.standardError)",
            next: "check the server and the way to it, then run again with --resume: what was copied is kept")
    }
}
