import Balancer
import Estate
import Foundation
import Terminal
import Testing

@testable import Operations

/// An operator tries at his desk what he is about to do to a pool that works.
@Suite struct `A saved state` {
    private static var state: BalanceState {
        var state = BalanceState(
            hosts: ["a", "b", "c"].map { BalanceHost(name: $0, cores: 4, memoryMiB: 8192) },
            machines: [("v1", "a"), ("v2", "a"), ("v3", "b")].map {
                BalanceMachine(name: $0.0, host: $0.1, vcpus: 1, memoryMiB: 1024, load: BalanceLoad(cores: 0.1))
            })
        state.machines[2].movedFrom = "a"
        state.machines[0].pinned = PoolObserver.loadUnseen
        return state
    }

    private func withFile<Answer>(
        _ state: BalanceState = Self.state, _ work: (String) throws -> Answer
    ) throws -> Answer {
        let path = NSTemporaryDirectory() + "p2v-state-\(UUID().uuidString).json"
        try JSONText.encode(state).write(toFile: path, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try work(path)
    }

    @Test func `says where an emptied host's VMs would go, also those whose load nobody saw`() throws {
        let plan = try withFile { path in
            try Rehearsal(policy: BalancePolicyFile()).run(path, .empty(host: "a", largestFirst: true), output: nil)
                .plan
        }
        #expect(
            plan.moves.map(\.vm).sorted() == ["v1", "v2"] && plan.moves.allSatisfy { $0.from == "a" && $0.to != "a" })
    }

    @Test func `says what would come back to a host, and what a host's loss would start where`() throws {
        let rehearsal = Rehearsal(policy: BalancePolicyFile())
        let back = try withFile { try rehearsal.run($0, .refill(host: "a"), output: nil).plan.moves }
        #expect(back.map(\.vm) == ["v3"] && back.map(\.to) == ["a"])
        let started = try withFile { try rehearsal.recover($0, host: "a").restarts }
        #expect(started.map(\.vm).sorted() == ["v1", "v2"] && started.allSatisfy { $0.to != "a" })
    }

    @Test func `without such a host is refused`() throws {
        let rehearsal = Rehearsal(policy: BalancePolicyFile())
        for wish in [Rehearsal.Wish.empty(host: "x", largestFirst: true), .refill(host: "x")] {
            let failure = #expect(throws: Failure.self) { try withFile { try rehearsal.run($0, wish, output: nil) } }
            #expect(failure?.exit == .refused)
        }
        #expect(throws: Failure.self) { try withFile { try rehearsal.recover($0, host: "x") } }
    }

    // A host that is to leave the pool must not be filled again by the next night.
    @Test func `is emptied of the hosts that the policy wants empty, and a second plan has no move`() throws {
        var policy = BalancePolicyFile()
        policy.empty = ["a"]
        var state = Self.state
        state.machines[0].pinned = nil
        let plan = try withFile(state) { try Rehearsal(policy: policy).run($0, output: nil).plan }
        #expect(plan.moves.map(\.vm).sorted() == ["v1", "v2"] && plan.stays.isEmpty)
        for move in plan.moves {
            let index = try #require(state.machines.firstIndex { $0.name == move.vm })
            state.machines[index].host = move.to
        }
        #expect(try withFile(state) { try Rehearsal(policy: policy).run($0, output: nil).plan.moves }.isEmpty)
        policy.budget = BalanceBudget(moves: 1)
        #expect(try withFile { try Rehearsal(policy: policy).run($0, output: nil).plan.moves }.count <= 1)
        policy.empty = ["x"]
        #expect(throws: Failure.self) { try withFile { try Rehearsal(policy: policy).run($0, output: nil) } }
    }

    // A rehearsal that forgets what moved last night promises moves that the night will not make.
    @Test func `knows by its moment what moved lately`() throws {
        var state = Self.state
        state.machines = (0..<3).map {
            BalanceMachine(
                name: "v\($0)", host: "a", vcpus: 2, memoryMiB: 512, load: BalanceLoad(cores: 1.5), movedAt: 1000)
        }
        #expect(
            try withFile(state) { try Rehearsal(policy: BalancePolicyFile()).run($0, output: nil).plan.moves }.count
                > 0)
        state.at = 1600
        let held = try withFile(state) { try Rehearsal(policy: BalancePolicyFile()).run($0, output: nil).plan }
        #expect(held.moves.isEmpty && held.stays.contains { $0.reason.contains("moved 600 s ago") })
    }
}
