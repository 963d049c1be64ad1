import Estate
import Synchronization
import Testing

@testable import Backup

/// A guest whose file systems stay held still is an outage that nobody sees.
@Suite struct FrozenMomentTests {
    private final class Guest: Sendable {
        private let state = Mutex((isFrozen: false, thaws: 0))
        let failsToThaw: Int
        let failsToFreeze: Bool

        init(failsToThaw: Int = 0, failsToFreeze: Bool = false) {
            (self.failsToThaw, self.failsToFreeze) = (failsToThaw, failsToFreeze)
        }

        var isFrozen: Bool { state.withLock(\.isFrozen) }
        var thaws: Int { state.withLock(\.thaws) }

        func moment(limit: Duration = .seconds(10)) -> FrozenMoment {
            FrozenMoment(limit: limit, freeze: freeze, thaw: thaw)
        }

        @Sendable private func freeze() async throws {
            // An agent that answers too late has held them still all the same.
            state.withLock { $0.isFrozen = true }
            if failsToFreeze { throw Failure("freeze", on: "guest", because: "no answer", next: "") }
        }

        @Sendable private func thaw() async throws {
            let count = state.withLock { state in
                state.thaws += 1
                return state.thaws
            }
            if count <= failsToThaw { throw Failure("thaw", on: "guest", because: "busy", next: "") }
            state.withLock { $0.isFrozen = false }
        }
    }

    private struct Refused: Error {}

    @Test func `the moment is made while all is held still, and then let go`() async throws {
        let guest = Guest()
        let (wasFrozen, outcome) = try await guest.moment().take { guest.isFrozen }
        #expect(wasFrozen && !guest.isFrozen)
        #expect(outcome.consistency == .frozen && outcome.stuck == nil && outcome.because == nil)
    }

    @Test func `an agent that does not answer makes it a point as after a power cut, and is thawed all the same`()
        async throws
    {
        let guest = Guest(failsToFreeze: true)
        let (_, outcome) = try await guest.moment().take {}
        #expect(outcome.consistency == .crash && outcome.because?.contains("no answer") == true)
        #expect(!guest.isFrozen)
    }

    @Test func `a moment that takes too long does not hold the guest`() async throws {
        let guest = Guest()
        let (wasFrozen, outcome) = try await guest.moment(limit: .milliseconds(20)).take {
            for _ in 0..<200 where guest.isFrozen { try await Task.sleep(for: .milliseconds(10)) }
            return guest.isFrozen
        }
        #expect(!wasFrozen)
        #expect(outcome.consistency == .crash && outcome.because?.contains("longer") == true)
    }

    @Test func `a moment that fails lets the guest go`() async {
        let guest = Guest()
        await #expect(throws: Refused.self) { try await guest.moment().take { throw Refused() } }
        #expect(!guest.isFrozen)
    }

    @Test func `work that is stopped by the operator lets the guest go`() async {
        let guest = Guest()
        let work = Task { try await guest.moment().take { try await Task.sleep(for: .seconds(60)) } }
        for _ in 0..<500 where !guest.isFrozen { try? await Task.sleep(for: .milliseconds(2)) }
        work.cancel()
        _ = await work.result
        #expect(!guest.isFrozen)
    }

    @Test func `a thaw is tried again, and one that never works is told`() async throws {
        let patient = Guest(failsToThaw: 2)
        #expect(try await patient.moment().take {}.outcome.stuck == nil)
        #expect(!patient.isFrozen)
        let stuck = Guest(failsToThaw: 99)
        #expect(try await stuck.moment().take {}.outcome.stuck == "busy")
    }
}
