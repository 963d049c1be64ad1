@testable import NFS
import Testing

/// Writers, readers and commits of one file at once, while the server restarts, fails and answers in any order.
@Suite struct TrafficStormTests {
    // A server may restart again while the lost writes are sent, and a call may fail in between.
    @Test func `whatever a server does and in whatever order it answers, what was synced is on its disk`() async throws
    {
        for seed in 1...40 as ClosedRange<UInt64> {
            let bench = TrafficBench(bytes: 64)
            await bench.the {
                ($0.holds, $0.most, $0.commitsAtOnce) = (true, 4, seed % 2 == 0)
            }
            let storm = Task { await bench.blow(seed) }
            let expected = await withTaskGroup { group in
                for user in 0..<4 { group.addTask { await Self.use(bench, user, seed) } }
                return await group.reduce(into: [Int: [UInt8]]()) { $0[$1.user] = $1.bytes }
            }
            while true { do { try await bench.sync(); break } catch {} }
            storm.cancel()
            let whole = (0..<4).flatMap { expected[$0] ?? [] }
            #expect(await bench.the(\.disk) == whole, "seed \(seed)")
        }
    }

    /// Writes its 16 bytes of the file, over and over, and reads them back.
    private static func use(_ bench: TrafficBench, _ user: Int, _ seed: UInt64) async -> (user: Int, bytes: [UInt8]) {
        var dice = Dice(seed * 31 + UInt64(user))
        let start = UInt64(user * 16)
        var mine = [UInt8](repeating: 0, count: 16)
        for _ in 0..<8 {
            let at = dice(12)
            let bytes = (0...dice(16 - at)).prefix(16 - at).map { _ in UInt8(dice(256)) }
            while true { do { try await bench.write(bytes, at: start + UInt64(at)); break } catch {} }
            mine.replaceSubrange(at..<(at + bytes.count), with: bytes)
            while true {
                do {
                    let seen = try await bench.read(at: start, count: 16)
                    #expect(seen == mine, "seed \(seed), user \(user)")
                    break
                } catch {}
            }
            if dice(3) == 0 { do { try await bench.sync() } catch {} }
        }
        return (user, mine)
    }
}

extension TrafficBench {
    /// Answers what is asked, in any order, and does what servers do, until its task is cancelled.
    fileprivate func blow(_ seed: UInt64) async {
        var dice = Dice(seed)
        while !Task.isCancelled {
            server.takes = 1 + dice(5)
            if dice(12) == 0 { server.restart() }
            if !server.held.isEmpty {
                let error = dice(15) == 0 ? NFSError(code: 5, message: "no answer") : nil
                server.answer(dice(server.held.count), error)
            }
            await Task.yield()
        }
    }
}
