@testable import NFS
import Testing

/// Many requests of one file at once, and what a server's restart, errors and half answers make of them.
@Suite struct FileTrafficTests {
    private static let full = NFSError(code: 28, message: "no space")

    // MARK: Several at once

    // One request at a time waits for the network, or for its turn on a busy server, once for each chunk.
    @Test func `writes and reads do not wait for each other`() async throws {
        let bench = TrafficBench(bytes: 64)
        await bench.the { $0.holds = true }
        try await withThrowingTaskGroup { group in
            for index in 0..<6 as Range<UInt64> { group.addTask { try await bench.write([1, 2], at: index * 2) } }
            group.addTask { _ = try await bench.read(at: 40, count: 8) }
            await bench.holds(7)
            await bench.the { $0.answerAll() }
            try await group.waitForAll()
        }
        let written = await bench.the(\.memory)
        #expect(written.prefix(12) == [1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2])
    }

    @Test func `a write that is larger than a request goes out as several, and is whole however they are answered`()
        async throws
    {
        let bench = TrafficBench(bytes: 32)
        let bytes = (0..<30).map { UInt8($0) }
        await bench.the {
            ($0.holds, $0.most) = (true, 8)
        }
        async let written: Void = bench.write(bytes, at: 1)
        await bench.holds(4)
        await bench.the { server in for index in [2, 0, 1, 0] { server.answer(index) } }
        try await written
        #expect(await bench.the(\.memory) == [0] + bytes + [0])
    }

    @Test func `what is read in several requests is joined in the order of the file, up to its end`() async throws {
        let bench = TrafficBench(bytes: 20)
        try await bench.write((1...20).map { UInt8($0) }, at: 0)
        await bench.the {
            ($0.holds, $0.most) = (true, 8)
        }
        async let found = bench.read(at: 2, count: 30)
        await bench.holds(4)
        await bench.the { server in for index in [3, 1, 1, 0] { server.answer(index) } }
        #expect(try await found == (3...20).map { UInt8($0) })
    }

    // MARK: Half answers and errors

    @Test func `what a server takes only a part of is sent again from there`() async throws {
        let bench = TrafficBench(bytes: 16)
        await bench.the {
            ($0.takes, $0.most) = (3, 8)
        }
        let bytes = (1...16).map { UInt8($0) }
        try await bench.write(bytes, at: 0)
        #expect(await bench.the(\.memory) == bytes)
        #expect(await bench.the(\.writes) == 6)
        #expect(try await bench.read(at: 0, count: 16) == bytes)
    }

    // What a broken connection left of an answer would be written into an image as the disk's content.
    @Test func `an answer of another connection than the one that was asked is not believed, and is asked for again`()
        async throws
    {
        let bench = TrafficBench(bytes: 8)
        try await bench.write([1, 2, 3, 4, 5, 6, 7, 8], at: 0)
        await bench.the { $0.holds = true }
        async let found = bench.read(at: 2, count: 4)
        await bench.holds(1)
        await bench.the { server in
            server.reconnect()
            server.answer(0)
        }
        await bench.holds(1)
        await bench.the { $0.answer(0) }
        #expect(try await found == [3, 4, 5, 6])
    }

    @Test func `an answer of which nobody can say what connection it came on is an error`() async {
        let bench = TrafficBench(bytes: 8)
        await bench.the { $0.connection = nil }
        await #expect(throws: NFSError.self) { try await bench.read(at: 0, count: 4) }
    }

    // A write that never gets on must not be tried for ever, and is not done.
    @Test func `a server that takes nothing is an error`() async {
        let bench = TrafficBench(bytes: 16)
        await bench.the { $0.takes = 0 }
        await #expect(throws: NFSError.self) { try await bench.write([1], at: 0) }
    }

    // The caller may free the space or the file after the error: nothing of the write may come behind it.
    @Test func `an error of one request is told when the others were answered, and no more are sent`() async throws {
        let bench = TrafficBench(bytes: 64)
        await bench.the {
            ($0.holds, $0.most) = (true, 8)
        }
        let task = Task { try await bench.write([UInt8](repeating: 7, count: 64), at: 0) }
        await bench.holds(4)
        await bench.the { $0.answer(1, Self.full) }
        for _ in 0..<20 { await Task.yield() }
        #expect(await bench.ended == 0)
        await bench.the { $0.answerAll() }
        await #expect(throws: Self.full) { try await task.value }
        #expect(await bench.the(\.writes) == 4)
    }

    @Test func `an error of one write loses nothing of the others`() async throws {
        let bench = TrafficBench(bytes: 8)
        await bench.the { $0.holds = true }
        await withTaskGroup { group in
            for index in 0..<4 as Range<UInt64> { group.addTask { try? await bench.write([9, 9], at: index * 2) } }
            await bench.holds(4)
            await bench.the { server in
                server.answer(0, Self.full)
                server.answerAll()
                server.restart()
                server.holds = false
            }
            await group.waitForAll()
        }
        try await bench.sync()
        let kept = await bench.the(\.disk).filter { $0 == 9 }
        #expect(kept.count == 6)
    }

    // A copy that is stopped keeps what was copied: its checkpoint is written after that.
    @Test func `a write whose task is cancelled waits for its answer and is kept`() async throws {
        let bench = TrafficBench(bytes: 4)
        await bench.the { $0.holds = true }
        let task = Task { try await bench.write([1, 2, 3, 4], at: 0) }
        await bench.holds(1)
        task.cancel()
        await bench.the { $0.answerAll() }
        try await task.value
        await bench.the {
            $0.restart()
            $0.holds = false
        }
        try await bench.sync()
        #expect(await bench.the(\.disk) == [1, 2, 3, 4])
    }

    // MARK: Restarts

    // A COMMIT after a restart succeeds, and the checkpoint then promised what the server had lost.
    @Test func `what a restarted server lost is sent again, in order`() async throws {
        let bench = TrafficBench(bytes: 8)
        try await bench.write([1, 1, 1], at: 0)
        await bench.the { $0.restart() }
        try await bench.write([2, 2], at: 1)
        try await bench.sync()
        #expect(await bench.the(\.disk) == [1, 2, 2, 0, 0, 0, 0, 0])
        #expect(await bench.the(\.writes) == 4)
    }

    @Test func `a server that restarted between two requests of one write has not all of it`() async throws {
        let bench = TrafficBench(bytes: 8)
        await bench.the {
            ($0.holds, $0.most) = (true, 4)
        }
        async let written: Void = bench.write([1, 2, 3, 4, 5, 6, 7, 8], at: 0)
        await bench.holds(2)
        await bench.the {
            $0.answer(0)
            $0.restart()
            $0.answer(0)
            $0.holds = false
        }
        try await written
        try await bench.sync()
        #expect(await bench.the(\.disk) == [1, 2, 3, 4, 5, 6, 7, 8])
    }

    // The server had done the COMMIT before it took the write, and answered the write first.
    @Test func `a write that is answered during a COMMIT is kept until the next one`() async throws {
        let bench = TrafficBench(bytes: 4)
        await bench.the {
            ($0.holds, $0.commitsAtOnce) = (true, true)
        }
        async let synced: Void = bench.sync()
        await bench.holds(1)
        async let written: Void = bench.write([5, 6], at: 0)
        await bench.holds(2)
        await bench.the { $0.answer(1) }
        try await written
        await bench.the { $0.answer(0) }
        try await synced
        await bench.the {
            $0.restart()
            $0.holds = false
        }
        try await bench.sync()
        #expect(await bench.the(\.disk) == [5, 6, 0, 0])
    }

    @Test func `without a restart nothing is sent twice, and a server that writes through may change its verifier`()
        async throws
    {
        let bench = TrafficBench(bytes: 8)
        for offset in 0..<4 as Range<UInt64> {
            try await bench.write([7], at: offset)
            try await bench.sync()
        }
        await bench.the { $0.writesThrough = true }
        try await bench.write([8], at: 4)
        await bench.the { $0.restart() }
        try await bench.sync()
        #expect(await bench.the(\.writes) == 5)
        #expect(await bench.the(\.disk) == [7, 7, 7, 7, 8, 0, 0, 0])
    }

    @Test func `no more than 64 MiB are kept, without a call to sync`() async throws {
        let bench = TrafficBench(bytes: 1 << 20)
        let chunk = [UInt8](repeating: 1, count: 1 << 20)
        for _ in 0..<80 { try await bench.write(chunk, at: 0) }
        #expect(await bench.the(\.commits) == 2)
    }

    @Test func `a server that loses everything again and again is told, not waited for`() async throws {
        let bench = TrafficBench(bytes: 4)
        await bench.the { $0.holds = true }
        async let written: Void = bench.write([1], at: 0)
        await bench.holds(1)
        await bench.the { $0.answer(0) }
        try await written
        let task = Task { try await bench.sync() }
        for _ in 0..<5 {
            await bench.holds(1)
            await bench.the {
                $0.restart()
                $0.answer(0)
            }
            await bench.holds(1)
            await bench.the { $0.answer(0) }
        }
        await #expect(throws: NFSError.self) { try await task.value }
    }
}
