import Testing

@testable import Libvirt

/// If these fail, a half of a machine is taken for a whole one, and is stopped, or goes on beside the other half.
@Suite struct `Where a machine's memory is` {
    // Numbers of libvirt's virDomainState (1 runs, 3 is paused) and of the reasons for both, which are part of its ABI.
    private static let parts: [(state: Int32, reason: Int32, memory: Domain.Memory)] = [
        (1, 10, .split), (1, 11, .torn), (3, 12, .split), (3, 13, .torn),
    ]

    @Test(arguments: parts) func `is told by the reason of its state`(
        part: (state: Int32, reason: Int32, memory: Domain.Memory)
    ) {
        #expect(Domain.Memory(part.state, part.reason) == part.memory)
    }

    @Test func `is on its host for every other reason and state`() {
        for state in Int32(0)..<8 {
            for reason in Int32(0)..<20 where !Self.parts.contains(where: { $0.state == state && $0.reason == reason })
            {
                #expect(Domain.Memory(state, reason) == .whole, "\(state), \(reason)")
            }
        }
    }
}
