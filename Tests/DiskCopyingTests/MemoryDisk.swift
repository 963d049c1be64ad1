import BlockExport
import Estate
import Synchronization
@testable import DiskCopying
@testable import ImageStores

/// A source in memory: counts what is read of it, and can fail on demand.
final class MemoryDisk: DiskSource {
    let identity: SourceIdentity
    private let state: Mutex<State>

    struct State {
        var bytes: [UInt8]
        var reads = 0
        var failAfter: Int?
        var free: [Range<UInt64>] = []
        var delay: Duration = .zero
        /// Reads that were asked for, and how many of them are answered.
        var begun = 0
        var stallsAfter = Int.max
        var isStalled: Bool { begun > stallsAfter }
        var bytesRead = 0
        /// What was written since the last turn, and whether the source tells of it.
        var written: [Range<UInt64>] = []
        var lastWritten: [Range<UInt64>] = []
        var tracing = false
        var unreadable: [Range<UInt64>] = []
        /// Reads of unreadable places that fail before one succeeds.
        var readableAfter = Int.max
        /// Has a mark of writes.
        var marking = false
        var writes = 0
        /// Called before each thing that is asked of the disk: somebody else's moment to write.
        var before: (@Sendable (inout State) -> Void)?
        /// The disk at each turn.
        var turns: [[UInt8]]?

        mutating func write(_ data: [UInt8], at offset: Int) {
            bytes.replaceSubrange(offset..<(offset + data.count), with: data)
            written.append(UInt64(offset)..<UInt64(offset + data.count))
            writes += 1
        }

        mutating func asked() { before?(&self) }
    }

    init(_ bytes: [UInt8], name: String = "memory") {
        identity = SourceIdentity(name: name, bytes: UInt64(bytes.count))
        state = Mutex(State(bytes: bytes))
    }

    func change<T>(_ body: (inout State) -> T) -> T { state.withLock { body(&$0) } }

    func usedRanges() async throws -> [Range<UInt64>] {
        let map = AllocationMap(size: identity.bytes, free: change { $0.free })
        return map.extents(in: 0..<identity.bytes).filter { $0.used }.map { $0.range }
    }

    func read(_ range: Range<UInt64>) async throws -> SourceData {
        let delay = change { state in
            state.begun += 1
            return state.isStalled ? .seconds(600) : state.delay
        }
        if delay > .zero { try await Task.sleep(for: delay) }
        return try state.withLock { state in
            state.asked()
            state.reads += 1
            if let limit = state.failAfter, state.reads > limit {
                throw Failure("read the disk", on: "memory", because: "the link is cut", next: "resume")
            }
            if state.unreadable.contains(where: { $0.overlaps(range) }), state.readableAfter > 0 {
                state.readableAfter -= 1
                throw UnreadableRange(range: range, because: "Input/output error")
            }
            state.bytesRead += range.count
            let bytes = Array(state.bytes[Int(range.lowerBound)..<Int(range.upperBound)])
            return SourceData(bytes: bytes, sentBytes: bytes.count)
        }
    }

    func digests(chunkBytes: Int, each: @escaping @Sendable (Int, ChunkDigest) async throws -> Void) async throws {
        for index in 0..<((Int(identity.bytes) + chunkBytes - 1) / chunkBytes) {
            let start = UInt64(index * chunkBytes)
            let range = start..<min(start + UInt64(chunkBytes), identity.bytes)
            let digest = (try? await digest(of: range)) ?? .unreadable
            if digest != .zeros { try await each(index, digest) }
        }
    }

    func digest(of range: Range<UInt64>) async throws -> ChunkDigest {
        try state.withLock { state in
            state.asked()
            if state.unreadable.contains(where: { $0.overlaps(range) }), state.readableAfter > 0 {
                throw UnreadableRange(range: range, because: "Input/output error")
            }
            return ChunkDigest(of: Array(state.bytes[Int(range.lowerBound)..<Int(range.upperBound)]))
        }
    }

    func refresh() async throws {
        change {
            $0.asked()
            $0.turns?.append($0.bytes)
            $0.lastWritten = $0.written.sorted { $0.lowerBound < $1.lowerBound }
            $0.written = []
        }
    }

    func changedRanges() async throws -> [Range<UInt64>]? {
        change {
            $0.asked()
            return $0.tracing ? $0.lastWritten : nil
        }
    }

    func writeMark() async throws -> String? {
        change {
            $0.asked()
            $0.turns?.append($0.bytes)
            return $0.marking ? String($0.writes) : nil
        }
    }
    func close() async {}
}

/// An image in memory: what was synced survives a crash, the rest does not. Has a size limit, like a full SR.
final class MemoryImage: ImageFile {
    let label = "memory image"
    private let state: Mutex<State>

    struct State {
        var bytes: [UInt8]
        var synced: [UInt8]
        var written = 0
        var room = Int.max
        var bytesRead = 0
        /// What the image says that it holds; nil: it does not say.
        var told: [Range<UInt64>]?
    }

    init(bytes count: Int) {
        let zeros = [UInt8](repeating: 0, count: count)
        state = Mutex(State(bytes: zeros, synced: zeros))
    }

    func change<T>(_ body: (inout State) -> T) -> T { state.withLock { body(&$0) } }
    /// The power fails: what was not synced is lost.
    func crash() { change { $0.bytes = $0.synced } }
    var bytes: [UInt8] { change { $0.bytes } }

    func size() async throws -> UInt64 { UInt64(change { $0.bytes.count }) }
    func read(at offset: UInt64, count: Int) async throws -> [UInt8] {
        change {
            $0.bytesRead += count
            return Array($0.bytes.dropFirst(Int(offset)).prefix(count))
        }
    }
    func dataRanges() async throws -> [Range<UInt64>]? { change { $0.told } }
    func write(_ bytes: [UInt8], range: Range<Int>, at offset: UInt64) async throws {
        try state.withLock { state in
            guard state.written + range.count <= state.room else {
                throw Failure("write the image", on: label, because: "no space left on device", next: "make room")
            }
            state.written += range.count
            state.bytes.replaceSubrange(Int(offset)..<(Int(offset) + range.count), with: bytes[range])
        }
    }
    func zero(_ range: Range<UInt64>) async throws {
        change {
            for index in Int(range.lowerBound)..<Int(range.upperBound) { $0.bytes[index] = 0 }
        }
    }
    func truncate(to bytes: UInt64) async throws {}
    func sync() async throws { change { $0.synced = $0.bytes } }
    func close() async throws {}
}
