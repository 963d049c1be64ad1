@testable import NFS
import Testing

@Suite struct UncommittedWritesTests {
    private func write(_ bytes: [UInt8], at offset: UInt64) -> UncommittedWrites.Write {
        UncommittedWrites.Write(bytes: bytes, range: 0..<bytes.count, offset: offset)
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

    // A write of before the restart that is sent again lies over what came later, until that is sent again, too.
    @Test func `what was written after a lost write is not forgotten either`() {
        var pending = UncommittedWrites()
        for (verifier, byte) in [(1, 1), (2, 2)] as [(UInt64, UInt8)] {
            var one = write([byte, byte], at: 0)
            one.keeper = Keeper(verifier: verifier)
            pending.add(one)
        }
        let areLost = pending.settle(first: 2, by: 2)
        #expect(areLost && pending.writes.map(\.bytes) == [[1, 1], [2, 2]] && pending.byteCount == 4)
        pending.distrust()
        pending.renew(0, Keeper(verifier: 2))
        // The second could not be sent: the next COMMIT has only the first, under it.
        let isLost = pending.settle(first: 2, by: 2)
        #expect(isLost && pending.writes.map(\.bytes) == [[2, 2]])
    }
}
