internal import Foundation

/// The reads, writes and commits of one open file, many at once.
///
/// ```
/// write ─ requests, several under way ─ answered → kept ─ enough kept: commit
/// sync  ─ COMMIT ─ same verifier as of the writes before it? → no longer kept
///                  └ another: the server restarted; all others wait, what is kept is sent again in order, COMMIT
/// ```
/// Nothing that was answered is forgotten before a COMMIT that was sent after the answer. One that is not Sendable: its calls
/// overlap on one actor.
final class FileTraffic {
    private static let tries = 5

    private let server: any FileServer
    /// Alone in it: who sends again, or sets the size. Reads are in it, too: over what a server lost lies what is kept.
    private let gate = Gate()
    /// One commits at a time. Whoever enters both enters this first.
    private let commits = Gate()
    private var pending = UncommittedWrites()

    init(_ server: any FileServer) { self.server = server }

    /// Where the last of what is kept ends.
    var end: UInt64 { pending.end }

    func read(at offset: UInt64, count: Int) async throws(NFSError) -> [UInt8] {
        await gate.enter()
        defer { gate.leave() }
        let found = FoundBytes()
        try await Pieces("read \(server.path)", offset..<(offset + UInt64(count)), most: server.most) { part, then in
            self.ask(part) { then($0.map { found.add($0, at: part.lowerBound) }) }
        }.run()
        var bytes = found.joined(from: offset)
        pending.overlay(&bytes, at: offset, count: count)
        return bytes
    }

    /// libnfs 4 and 5 put the beginning of an answer that a connection took with it before the next one's bytes: only what is
    /// asked and answered on one connection is believed.
    private func ask(_ part: Range<UInt64>, then: @escaping (Result<ReadAnswer, NFSError>) -> Void) {
        let asked = server.connection
        server.read(part) { answer in
            guard self.server.connection == asked else { return self.ask(part, then: then) }
            guard asked == nil, case .success = answer else { return then(answer) }
            let words = "read \(self.server.path): nobody can say which connection answered; Linux 4.12 or later does"
            then(.failure(NFSError(code: EIO, message: words)))
        }
    }

    /// Returns when the server has it, in its memory or on its disk.
    func write(_ write: UncommittedWrites.Write) async throws(NFSError) {
        await gate.enter()
        do throws(NFSError) { pending.add(try await sent(write)) } catch {
            gate.leave()
            throw error
        }
        gate.leave()
        try await relieve()
    }

    /// Returns when all that was answered is on the server's disk, sent again where the server restarted meanwhile.
    func sync() async throws(NFSError) {
        await commits.enter(alone: true)
        defer { commits.leave() }
        try await settle()
    }

    /// Runs `body` when nothing else of this file is under way and all that was written is on the server's disk, or cannot
    /// be brought there.
    func alone(_ body: (_ lost: NFSError?) throws(NFSError) -> Void) async throws(NFSError) {
        await commits.enter(alone: true)
        defer { commits.leave() }
        await gate.enter(alone: true)
        defer { gate.leave() }
        var lost: NFSError?
        if pending.count > 0 {
            do throws(NFSError) { try await settle(isAlone: true) } catch { lost = error }
        }
        try body(lost)
    }

    /// Whoever finds it half full commits, the others write on until it is full.
    private func relieve() async throws(NFSError) {
        guard pending.isFull || (pending.isHalfFull && !commits.isTaken) else { return }
        await commits.enter(alone: true)
        defer { commits.leave() }
        if pending.isHalfFull { try await settle() }
    }

    private func settle(isAlone: Bool = false) async throws(NFSError) {
        for _ in 0..<Self.tries {
            // What is answered after the COMMIT was sent is none of its business.
            let asked = pending.count
            guard pending.settle(first: asked, by: try await commit()) else { return }
            if !isAlone { await gate.enter(alone: true) }
            defer { if !isAlone { gate.leave() } }
            try await sendAgain()
        }
        throw NFSError.restarts(Self.tries)
    }

    /// Later writes may lie over earlier ones, so it is in order, one after the other.
    private func sendAgain() async throws(NFSError) {
        pending.distrust()
        for index in 0..<pending.count { pending.renew(index, try await sent(pending.writes[index]).keeper) }
    }

    private func sent(_ write: UncommittedWrites.Write) async throws(NFSError) -> UncommittedWrites.Write {
        let keepers = Keepers()
        try await Pieces("write \(server.path)", write.offset..<write.end, most: server.most) { part, then in
            let start = write.range.lowerBound + Int(part.lowerBound - write.offset)
            self.server.write(write.bytes, start..<(start + part.count), at: part.lowerBound) {
                then($0.map { keepers.add($0) })
            }
        }.run()
        var write = write
        write.keeper = keepers.one
        return write
    }

    private func commit() async throws(NFSError) -> UInt64 {
        let result = await withCheckedContinuation { waiter in server.commit { waiter.resume(returning: $0) } }
        return try result.get()
    }
}

/// Who took the parts of one write.
private final class Keepers {
    private var all: [Keeper] = []

    func add(_ answer: WriteAnswer) -> Pieces.Done {
        all.append(answer.keeper)
        return Pieces.Done(count: answer.count)
    }

    /// Nil where a server restarted between two parts: then nobody has all of it.
    var one: Keeper? {
        guard let last = all.last else { return nil }
        let isOnDisk = all.allSatisfy(\.isOnDisk)
        guard isOnDisk || all.allSatisfy({ $0.verifier == last.verifier }) else { return nil }
        return Keeper(verifier: last.verifier, isOnDisk: isOnDisk)
    }
}

/// What was read, part by part, in any order.
private final class FoundBytes {
    private var parts: [(offset: UInt64, bytes: [UInt8])] = []

    func add(_ answer: ReadAnswer, at offset: UInt64) -> Pieces.Done {
        if !answer.bytes.isEmpty { parts.append((offset, answer.bytes)) }
        return Pieces.Done(count: answer.bytes.count, isEnd: answer.isEnd)
    }

    /// What lies together from there on.
    func joined(from offset: UInt64) -> [UInt8] {
        if parts.count == 1, parts[0].offset == offset { return parts[0].bytes }
        var joined: [UInt8] = []
        joined.reserveCapacity(parts.reduce(0) { $0 + $1.bytes.count })
        for part in parts.sorted(by: { $0.offset < $1.offset }) {
            guard part.offset == offset + UInt64(joined.count) else { break }
            joined += part.bytes
        }
        return joined
    }
}
