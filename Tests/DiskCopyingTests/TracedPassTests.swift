import Estate
import TestFiles
import Testing
import DiskCopying

private let mebibyte = 1 << 20

@Suite struct TracedPassTests {
    private let source = MemoryDisk(noise(8 * mebibyte, seed: 51))
    private let image = MemoryImage(bytes: 8 * mebibyte)

    /// Changes bytes, and tells of it as a source with tracing does.
    private func write(at offset: Int, _ bytes: [UInt8], traced: Bool = true) {
        source.change { state in
            state.bytes.replaceSubrange(offset..<(offset + bytes.count), with: bytes)
            let start = UInt64(offset / 4096 * 4096)
            let end = UInt64((offset + bytes.count + 4095) / 4096 * 4096)
            if traced { state.written.append(start..<end) }
            state.bytesRead = 0
        }
    }

    private func copied() async throws -> DiskCopy {
        source.change { $0.tracing = true }
        let copy = try await DiskCopy(source: source, target: image, targetIsNew: true)
        _ = try await copy.fullPass()
        return copy
    }

    // The nightly pass of a large disk takes minutes with this, hours without.
    @Test func `a traced pass reads only what was written`() async throws {
        let copy = try await copied()
        write(at: 5000, [1, 2, 3])
        write(at: 3 * mebibyte - 10, [UInt8](repeating: 7, count: 20))
        let pass = try await copy.deltaPass()
        #expect(pass.kind == .traced && pass.bytesRead == 3 * 4096 && source.change { $0.bytesRead } == 3 * 4096)
        #expect(image.bytes == source.change { $0.bytes })
        #expect(try await copy.verify().isEqual)
    }

    // A tracing that lost events must not be believed.
    @Test func `without tracing the digests find the change`() async throws {
        let copy = try await copied()
        write(at: 5000, [1, 2, 3], traced: false)
        source.change { $0.tracing = false }
        #expect(try await copy.deltaPass().kind == .delta)
        #expect(image.bytes == source.change { $0.bytes })
        // What the tracing tells from now on is whole again.
        source.change { $0.tracing = true }
        write(at: 9000, [4])
        #expect(try await copy.deltaPass().kind == .traced)
        #expect(image.bytes == source.change { $0.bytes })
    }

    // What was told to a pass that then failed is told only once: the next pass must look for itself.
    @Test func `a traced pass that failed is repeated in full`() async throws {
        let copy = try await copied()
        write(at: 5000, [1, 2, 3])
        source.change { $0.failAfter = 0 }
        await #expect(throws: Failure.self) { _ = try await copy.deltaPass() }
        source.change { $0.failAfter = nil }
        #expect(try await copy.deltaPass().kind == .delta)
        #expect(image.bytes == source.change { $0.bytes })
    }

    // The proof in the outage must be short, and must still see what the last passes brought.
    @Test func `the last proof compares what was copied since the whole one`() async throws {
        let copy = try await copied()
        #expect(try await copy.verify().isEqual)
        write(at: 6 * mebibyte + 1, [9])
        _ = try await copy.deltaPass()
        let proof = try await copy.verifyTouched()
        #expect(proof.isEqual && proof.chunks == 1)
        image.change { $0.bytes[6 * mebibyte + 1] ^= 1 }
        #expect(try await copy.verifyTouched().different == [6])
    }

    // A resumed copy was partly made before the tracing began.
    @Test func `what was copied before the tracing began is compared`() async throws {
        let first = try await copied()
        let state = await first.checkpoint
        write(at: 5000, [1, 2, 3])
        source.change { $0.written = [] }
        let second = try await DiskCopy(source: source, target: image, targetIsNew: false, checkpoint: state)
        #expect(try await second.deltaPass().kind == .delta)
        #expect(image.bytes == source.change { $0.bytes })
    }
}

@Suite struct HoleTests {
    private let source = MemoryDisk(noise(4 * mebibyte, seed: 52))
    private let bad = UInt64(mebibyte + 8192)..<UInt64(mebibyte + 12288)

    // A disk with one bad sector is why people convert it: the rest must be saved, and the loss be known.
    @Test func `with leave, unreadable places become zeros, are listed, and the rest is proved`() async throws {
        source.change { $0.unreadable = [bad] }
        let image = MemoryImage(bytes: 4 * mebibyte)
        let copy = try await DiskCopy(source: source, target: image, targetIsNew: true, allowHoles: true)
        _ = try await copy.fullPass()
        #expect(await copy.checkpoint.holes == [ByteRange(bad)])
        var expected = source.change { $0.bytes }
        for at in Int(bad.lowerBound)..<Int(bad.upperBound) { expected[at] = 0 }
        #expect(image.bytes == expected)
        let proof = try await copy.verify()
        #expect(proof.isEqual && proof.unreadable == [1])
        #expect(try await copy.deltaPass().chunksCopied == 0)
    }

    // Without leave nobody must learn of the loss from a VM that does not boot.
    @Test func `without leave the copy stops and names the place`() async throws {
        source.change { $0.unreadable = [bad] }
        let image = MemoryImage(bytes: 4 * mebibyte)
        let copy = try await DiskCopy(source: source, target: image, targetIsNew: true)
        let failure = await #expect(throws: Failure.self) { _ = try await copy.fullPass() }
        #expect(failure?.because.contains("bytes \(bad.lowerBound) to \(bad.upperBound)") == true)
        #expect(failure?.next.contains("--allow-holes") == true)
    }

    // Many disks answer at the second or third try.
    @Test func `a place that is read at the third try is no hole`() async throws {
        source.change {
            $0.unreadable = [bad]
            $0.readableAfter = 2
        }
        let image = MemoryImage(bytes: 4 * mebibyte)
        let copy = try await DiskCopy(source: source, target: image, targetIsNew: true)
        _ = try await copy.fullPass()
        #expect(image.bytes == source.change { $0.bytes })
        #expect(await copy.checkpoint.holes == nil)
    }
}
