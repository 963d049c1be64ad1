@testable import NFS
import Testing

/// A server that keeps writes in memory until a COMMIT, and forgets them when it restarts.
private struct ForgetfulServer {
    var memory: [UInt8]
    var disk: [UInt8]
    var verifier: UInt64 = 1
    var sent = 0

    init(bytes: Int) {
        memory = [UInt8](repeating: 0, count: bytes)
        disk = memory
    }

    mutating func restart() {
        memory = disk
        verifier += 1
    }

    mutating func write(_ write: UncommittedWrites.Write) {
        memory.replaceSubrange(Int(write.offset)..<Int(write.end), with: write.bytes[write.range])
        sent += 1
    }

    mutating func commit() -> UInt64 {
        disk = memory
        return verifier
    }
}

@Suite struct UncommittedWritesTests {
    private func write(_ bytes: [UInt8], at offset: UInt64) -> UncommittedWrites.Write {
        UncommittedWrites.Write(bytes: bytes, range: 0..<bytes.count, offset: offset)
    }

    // A COMMIT after a restart succeeds, and the checkpoint then promised what the server had lost.
    @Test func `what a restarted server lost is sent again, in order`() throws {
        var server = ForgetfulServer(bytes: 8)
        var pending = UncommittedWrites()
        try pending.begin { server.commit() }
        for write in [write([1, 1, 1], at: 0), write([2, 2], at: 1)] {
            server.write(write)
            pending.add(write)
        }
        server.restart()
        #expect(server.memory == [0, 0, 0, 0, 0, 0, 0, 0])
        try pending.settle(commit: { server.commit() }, send: { server.write($0) })
        #expect(server.disk == [1, 2, 2, 0, 0, 0, 0, 0] && pending.byteCount == 0)
    }

    @Test func `without a restart nothing is sent twice`() throws {
        var server = ForgetfulServer(bytes: 8)
        var pending = UncommittedWrites()
        try pending.begin { server.commit() }
        for offset in 0..<4 as Range<UInt64> {
            server.write(write([7], at: offset))
            pending.add(write([7], at: offset))
            try pending.settle(commit: { server.commit() }, send: { server.write($0) })
        }
        #expect(server.sent == 4)
    }

    // A server may restart again while the lost writes are sent, and a call may fail in between.
    @Test func `whenever a server restarts and whatever fails, what was settled is on its disk`() throws {
        for seed in 1...1000 as ClosedRange<UInt64> {
            var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
            func dice(_ sides: UInt64) -> UInt64 {
                state ^= state << 13
                state ^= state >> 7
                state ^= state << 17
                return state % sides
            }
            var server = ForgetfulServer(bytes: 32)
            var expected = server.disk
            var pending = UncommittedWrites()
            func settle() -> Bool {
                do throws(NFSError) {
                    try pending.settle(
                        commit: { () throws(NFSError) in
                            if dice(5) == 0 { server.restart() }
                            if dice(9) == 0 { throw NFSError(code: 5, message: "no answer") }
                            return server.commit()
                        },
                        send: { (write) throws(NFSError) in
                            if dice(9) == 0 { throw NFSError(code: 5, message: "no answer") }
                            server.write(write)
                            if dice(9) == 0 { server.restart() }
                        })
                    return true
                } catch { return false }
            }
            for _ in 0..<20 {
                try pending.begin { server.commit() }
                let write = write((0...dice(6)).map { _ in UInt8(dice(256)) }, at: dice(24))
                server.write(write)
                pending.add(write)
                expected.replaceSubrange(Int(write.offset)..<Int(write.end), with: write.bytes)
                if dice(6) == 0 { server.restart() }
                var seen = server.memory
                pending.overlay(&seen, at: 0, count: 32)
                #expect(seen == expected, "seed \(seed)")
                if dice(3) == 0, settle() { #expect(server.disk == expected, "seed \(seed)") }
            }
        }
    }

    // A journal grows by its writes: a server that lost them has a shorter file.
    @Test func `what is read back holds the writes that a server lost, also past its end`() {
        var pending = UncommittedWrites()
        pending.add(write([1, 2, 3, 4], at: 6))
        var bytes: [UInt8] = [9, 9]
        pending.overlay(&bytes, at: 4, count: 5)
        #expect(bytes == [9, 9, 1, 2, 3] && pending.end == 10)
        var elsewhere: [UInt8] = [5]
        pending.overlay(&elsewhere, at: 10, count: 4)
        #expect(elsewhere == [5])
    }
}
