import Estate
import Shell
import Synchronization
import TestSupport
import Testing

@testable import Scanner

@Suite struct FleetScanTests {
    private func addresses(_ count: Int) throws -> [SSHAddress] {
        try (0..<count).map { try SSHAddress("ssh://root@host\($0)") }
    }

    /// One dead server must not stop a scan of two hundred.
    @Test func `a server that fails is an outcome, and the others are scanned`() async throws {
        let fleet = FleetScan(jobs: 4) { address in
            if address.host == "host3" { throw Failure("connect", on: address.host, because: "dead", next: "wake it") }
            return ScannedServer(profile: ServerProfile.plain.with { $0.name = address.host })
        }
        var good: Set<String> = []
        var bad: [String] = []
        try await fleet.run(addresses(10)) { outcome in
            switch outcome.result {
            case .success(let server): good.insert(server.profile.name)
            case .failure(let failure): bad.append(failure.subject)
            }
        }
        #expect(good.count == 9)
        #expect(bad == ["host3"])
    }

    /// Sixteen at a time is a promise to the network and to the operator's machine.
    @Test func `no more sessions run at once than were allowed`() async throws {
        let running = Mutex((now: 0, most: 0))
        let fleet = FleetScan(jobs: 3) { _ in
            running.withLock {
                $0.now += 1
                $0.most = max($0.most, $0.now)
            }
            // Until as many run as may: a busy machine starts them one by one.
            try await until("three run") { running.withLock { $0.most >= 3 } }
            try await Task.sleep(for: .milliseconds(2))
            running.withLock { $0.now -= 1 }
            return ScannedServer(profile: .plain)
        }
        try await fleet.run(addresses(20)) { _ in }
        #expect(running.withLock { $0.most } == 3)
    }

    /// A slow server that holds its place must let the others pass.
    @Test func `results come while a slow server still runs`() async throws {
        let (gate, opener) = AsyncStream<Void>.makeStream()
        let fleet = FleetScan(jobs: 2) { address in
            if address.host == "host0" { for await _ in gate { break } }
            return ScannedServer(profile: ServerProfile.plain.with { $0.name = address.host })
        }
        var order: [String] = []
        try await fleet.run(addresses(6)) { outcome in
            if case .success(let server) = outcome.result { order.append(server.profile.name) }
            if order.count == 5 { opener.yield() }
        }
        #expect(order.last == "host0")
        #expect(order.count == 6)
    }

    @Test func `an address that is given twice is scanned once, and progress counts to the end`() async throws {
        let seen = Mutex<[StepProgress]>([])
        let twice = try addresses(2) + addresses(2)
        try await FleetScan(jobs: 1) { _ in ScannedServer(profile: .plain) }.run(
            twice, progress: { step in seen.withLock { $0.append(step) } }
        ) { _ in }
        #expect(seen.withLock { $0.map(\.done) } == [1, 2])
        #expect(seen.withLock { $0.last?.total } == 2)
    }

    @Test func `another server with the same host name gets a name of its own, and keeps it`() {
        let other = ServerProfile.plain.with {
            $0.address = "ssh://root@10.0.0.9"
            $0.identity.machineID = .known("another")
        }
        #expect(ServerName.chosen(for: other, among: [.plain]) == "dns01-2")
        let kept = other.with { $0.name = "dns01-2" }
        #expect(ServerName.chosen(for: other, among: [.plain, kept]) == "dns01-2")
        #expect(ServerName.chosen(for: .plain, among: [.plain, kept]) == "dns01")
        let moved = ServerProfile.plain.with { $0.address = "ssh://root@10.0.0.77" }
        #expect(ServerName.chosen(for: moved, among: [.plain]) == "dns01")
    }
}
