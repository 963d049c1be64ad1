import Estate
import Foundation
import Synchronization
import TestFiles
import TestSupport
import Testing
import DiskCopying

private let mebibyte = 1 << 20

/// A disk of `chunks` MiB and a half, where every third chunk is zeros.
private func disk(chunks: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: chunks * mebibyte + mebibyte / 2)
    let block = noise(4096, seed: 7)
    for chunk in 0...chunks where chunk % 3 != 0 {
        let at = chunk * mebibyte
        bytes.replaceSubrange(at..<(at + 4096), with: block)
        bytes[at + 4096] = UInt8(chunk)
    }
    return bytes
}

@Suite struct DiskCopyTests {
    // The promise of the whole module: without it nothing else matters.
    @Test func `a full pass makes the target equal and verification agrees`() async throws {
        let source = MemoryDisk(disk(chunks: 9))
        let image = MemoryImage(bytes: Int(source.identity.bytes))
        let copy = try await DiskCopy(source: source, target: image, targetIsNew: true)
        let result = try await copy.fullPass()
        #expect(image.bytes == source.change { $0.bytes })
        #expect(result.number == 1 && result.chunksCopied == 10)
        #expect(try await copy.verify().isEqual)
    }

    // A sparse image that is written full would fill the SR with zeros.
    @Test func `zeros are not written to a new target`() async throws {
        let source = MemoryDisk(disk(chunks: 9))
        let image = MemoryImage(bytes: Int(source.identity.bytes))
        _ = try await DiskCopy(source: source, target: image, targetIsNew: true).fullPass()
        #expect(image.change { $0.written } == 6 * 64 << 10)
    }

    // Free space is full of old data; copying it takes hours and leaks deleted files.
    @Test func `free space is neither read nor written`() async throws {
        let source = MemoryDisk(noise(4 * mebibyte, seed: 1))
        source.change { $0.free = [UInt64(mebibyte)..<UInt64(3 * mebibyte)] }
        let image = MemoryImage(bytes: 4 * mebibyte)
        let result = try await DiskCopy(source: source, target: image, targetIsNew: true).fullPass()
        #expect(result.chunksCopied == 2 && source.change { $0.reads } == 2)
        #expect(image.bytes[mebibyte..<(3 * mebibyte)].allSatisfy { $0 == 0 })
    }

    // Warm copies would take as long as cold ones, or miss a change.
    @Test func `a delta pass copies only what changed, also when data becomes zeros`() async throws {
        let source = MemoryDisk(disk(chunks: 9))
        let image = MemoryImage(bytes: Int(source.identity.bytes))
        let copy = try await DiskCopy(source: source, target: image, targetIsNew: true)
        _ = try await copy.fullPass()
        source.change { state in
            state.bytes[3 * mebibyte + 5] = 9
            for at in (4 * mebibyte)..<(5 * mebibyte) { state.bytes[at] = 0 }
        }
        let result = try await copy.deltaPass()
        #expect(result.kind == .delta && result.chunksCopied == 2)
        #expect(image.bytes == source.change { $0.bytes })
        #expect(try await copy.deltaPass().chunksCopied == 0)
    }

    // A cut copy that starts over never ends on a bad line; one that trusts unsynced data boots a torn disk.
    @Test(arguments: [1, 3, 6, 9])
    func `a cut copy resumes from its checkpoint after a crash`(reads: Int) async throws {
        let source = MemoryDisk(disk(chunks: 9))
        let image = MemoryImage(bytes: Int(source.identity.bytes))
        let saved = Mutex<CopyCheckpoint?>(nil)
        source.change { $0.failAfter = reads }
        let first = try await DiskCopy(source: source, target: image, targetIsNew: true) { state in
            saved.withLock { $0 = state }
        }
        let failure = await #expect(throws: Failure.self) { try await first.fullPass() }
        #expect(failure?.because.contains("is kept") == true)
        image.crash()
        source.change {
            $0.failAfter = nil
            $0.reads = 0
        }
        let state = try #require(saved.withLock { $0 })
        let second = try await DiskCopy(source: source, target: image, targetIsNew: false, checkpoint: state)
        _ = try await second.fullPass()
        #expect(source.change { $0.reads } <= 10 - (reads - 1))
        #expect(image.bytes == source.change { $0.bytes })
        #expect(try await second.verify().isEqual)
    }

    // A target that lost data behind our back would pass as copied.
    @Test func `a target that is not what the checkpoint says is copied again`() async throws {
        let source = MemoryDisk(disk(chunks: 9))
        let image = MemoryImage(bytes: Int(source.identity.bytes))
        let first = try await DiskCopy(source: source, target: image, targetIsNew: true)
        _ = try await first.fullPass()
        let state = await first.checkpoint
        image.change { $0.bytes = [UInt8](repeating: 3, count: $0.bytes.count) }
        let second = try await DiskCopy(source: source, target: image, targetIsNew: false, checkpoint: state)
        _ = try await second.deltaPass()
        #expect(image.bytes == source.change { $0.bytes })
    }

    // A flipped bit on the SR must be seen, and must be mended by the next pass.
    @Test func `a byte flipped on the target is found and mended`() async throws {
        let source = MemoryDisk(disk(chunks: 9))
        let image = MemoryImage(bytes: Int(source.identity.bytes))
        let copy = try await DiskCopy(source: source, target: image, targetIsNew: true)
        _ = try await copy.fullPass()
        image.change { $0.bytes[7 * mebibyte + 100] ^= 1 }
        #expect(try await copy.verify().different == [7])
        _ = try await copy.deltaPass()
        #expect(try await copy.verify().isEqual)
    }

    // A full SR in the middle must not lose the hours before it.
    @Test func `a full SR stops the copy and keeps what is there`() async throws {
        let source = MemoryDisk(noise(8 * mebibyte, seed: 3))
        let image = MemoryImage(bytes: 8 * mebibyte)
        image.change { $0.room = 3 * mebibyte }
        let copy = try await DiskCopy(source: source, target: image, targetIsNew: true)
        let failure = await #expect(throws: Failure.self) { try await copy.fullPass() }
        #expect(failure?.because.contains("no space left") == true)
        #expect(await copy.checkpoint.chunks.unknownCount < 8)
        image.change { $0.room = .max }
        _ = try await copy.fullPass()
        #expect(image.bytes == source.change { $0.bytes })
    }

    // Another disk behind the same name would be mixed into the image.
    @Test func `a disk of another size is refused with both numbers`() async throws {
        let source = MemoryDisk(noise(2 * mebibyte, seed: 4))
        let failure = await #expect(throws: Failure.self) {
            _ = try await DiskCopy(source: source, target: MemoryImage(bytes: 3 * mebibyte), targetIsNew: true)
        }
        #expect(failure?.exit == .refused)
        #expect(failure?.because.contains("2097152") == true && failure?.because.contains("3145728") == true)
    }

    // Ctrl-C that does not answer gets a kill -9, and then the last seconds are lost.
    @Test func `a cancelled copy stops at once and saves its checkpoint`() async throws {
        let source = MemoryDisk(noise(40 * mebibyte / 8, seed: 5))
        source.change { $0.stallsAfter = 2 }
        let image = MemoryImage(bytes: Int(source.identity.bytes))
        let saves = Mutex(0)
        let copy = try await DiskCopy(source: source, target: image, targetIsNew: true) { _ in
            saves.withLock { $0 += 1 }
        }
        let task = Task { try await copy.fullPass() }
        try await until("it waits for a read") { source.change { $0.isStalled } }
        let start = ContinuousClock.now
        task.cancel()
        let failure = await #expect(throws: Failure.self) { try await task.value }
        #expect(ContinuousClock.now - start < .seconds(300))
        #expect(failure?.exit == .interrupted && saves.withLock { $0 } >= 1)
    }

    // A checkpoint that does not survive being written to a file resumes nothing.
    @Test func `a checkpoint survives JSON`() async throws {
        let source = MemoryDisk(disk(chunks: 4))
        let copy = try await DiskCopy(
            source: source, target: MemoryImage(bytes: Int(source.identity.bytes)), targetIsNew: true)
        _ = try await copy.fullPass()
        let state = await copy.checkpoint
        let text = try JSONEncoder().encode(state)
        #expect(try JSONDecoder().decode(CopyCheckpoint.self, from: text) == state)
    }
}
