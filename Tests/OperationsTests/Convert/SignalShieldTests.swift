import Glibc
import Testing

@testable import Operations

/// If this fails, a second Ctrl-C leaves a service stopped while it is being started again.
@Suite(.serialized) struct `The shield against a second Ctrl-C` {
    private func handler() -> UInt {
        var seen = sigaction()
        sigaction(SIGTERM, nil, &seen)
        return unsafeBitCast(seen.__sigaction_handler.sa_handler, to: UInt.self)
    }

    @Test func `stays up until the last of several servers is put back`() async throws {
        let before = handler()
        let gate = AsyncStream<Void>.makeStream()
        let second = Task {
            await SignalShield.during { for await _ in gate.stream {} }
        }
        try await until("it is up") { SignalShield.isUp }
        await SignalShield.during {}
        #expect(SignalShield.isUp)
        #expect(handler() != before)
        gate.continuation.finish()
        await second.value
        #expect(!SignalShield.isUp)
        #expect(handler() == before)
    }

    private func until(_ what: String, _ holds: () -> Bool) async throws {
        for _ in 0..<5000 where !holds() { try await Task.sleep(for: .milliseconds(1)) }
        #expect(holds(), "\(what)")
    }
}
