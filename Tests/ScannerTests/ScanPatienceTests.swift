import Estate
import Shell
import Synchronization
import Testing

@testable import Scanner

/// A server that is busy for a moment is no server that is gone.
@Suite struct ScanPatienceTests {
    private func run(_ outputs: [Output]) async throws -> (output: Output, pauses: [Int], sessions: Int) {
        let pauses = Mutex<[Int]>([])
        let left = Mutex(outputs)
        let scanner = ServerScanner(
            clock: { Moment(seconds: 0) }, sleep: { pause in pauses.withLock { $0.append(pause) } })
        let output = try await scanner.patiently {
            left.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
        }
        return (output, pauses.withLock { $0 }, outputs.count)
    }

    private let busy = Output(
        status: 255, standardOutput: [],
        standardError: "kex_exchange_identification: Connection closed by remote host\n")

    @Test func `what MaxStartups refuses is tried again until it is let in`() async throws {
        let good = Output(status: 0, standardOutput: Array("x".utf8), standardError: "")
        let found = try await run([busy, busy, good])
        #expect(found.output == good)
        #expect(found.pauses == [1, 2])
    }

    @Test func `patience ends after five attempts, with what ssh said`() async throws {
        let found = try await run([busy])
        #expect(found.output == busy)
        #expect(found.pauses == [1, 2, 4, 8])
    }

    @Test func `a refused login, and a session that answered, are not tried again`() async throws {
        let denied = Output(status: 255, standardOutput: [], standardError: "root@h: Permission denied (publickey).")
        #expect(try await run([denied]).pauses == [])
        let cut = Output(status: 255, standardOutput: [10], standardError: "Connection reset by 10.0.0.5 port 22")
        #expect(try await run([cut]).pauses == [])
    }
}
