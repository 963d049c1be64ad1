import Balancer
import Estate
import Pool
import Testing

@testable import Operations

/// A move by hand must not quietly take away what the nightly job keeps.
@Suite struct LossConcernTests {
    /// Three hosts of 8 GiB: one is full with two VMs of 4 GiB, one is empty, one has a VM of 6 GiB.
    private let state = BalanceState(
        hosts: ["a", "b", "c"].map { BalanceHost(name: $0, cores: 4, memoryMiB: 8192) },
        machines: [("x", "a", 4096), ("y", "a", 4096), ("large", "c", 6144)].map {
            BalanceMachine(name: $0.0, host: $0.1, vcpus: 1, memoryMiB: $0.2)
        })

    @Test func `a move after which no host may be lost any more is warned about`() throws {
        let request = MigrationRequest(machine: "x", from: "a", to: "b")
        let found = try LossConcern.concerns(about: request, in: state)
        #expect(found.map(\.id) == ["migrate-host-loss"])
        #expect(found.first?.severity == .warning)
        #expect(found.first?.seen == "after this move the loss of c leaves no room for large")
    }

    @Test func `a move that keeps room for every host's VMs is not`() throws {
        var roomy = state
        roomy.machines[2].memoryMiB = 4096
        let request = MigrationRequest(machine: "x", from: "a", to: "b")
        #expect(try LossConcern.concerns(about: request, in: roomy).isEmpty)
    }
}
