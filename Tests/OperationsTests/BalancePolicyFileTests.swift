import Balancer
import Estate
import Foundation
import Testing

@testable import Operations

@Suite struct BalancePolicyFileTests {
    private func read(_ text: String) throws -> BalancePolicyFile {
        let path = NSTemporaryDirectory() + "p2v-policy-\(UUID().uuidString).yaml"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return try BalancePolicyFile(reading: path)
    }

    private var pool: BalanceState {
        BalanceState(
            hosts: ["a", "b"].map { BalanceHost(name: $0, cores: 4, memoryMiB: 65_536) },
            machines: [("dns1", "a"), ("dns2", "b")].map {
                BalanceMachine(name: $0.0, host: $0.1, vcpus: 1, memoryMiB: 1024)
            })
    }

    // In a file of two hundred rules a contradiction without its lines is not found at night.
    @Test func `rules that contradict each other are named with their lines in the file`() throws {
        let file = try read(
            """
            format: p2v-balance-policy/1
            # Two of these cannot both hold.
            rules:
              - {name: DNS pair, kind: apart, machines: [dns1, dns2]}
              - name: one licence
                kind: together
                machines: [dns1, dns2]
            """)
        var state = pool
        file.complete(&state)
        let failure = #expect(throws: Failure.self) { try Balancer.plan(state, policy: file.policy()) }
        let words = failure?.because ?? ""
        #expect(words.contains("\"one licence\" (together, line 5)") && words.contains("\"DNS pair\" (apart, line 4)"))
    }

    // A rule about a VM that is off must not make the night fail; one that is back must obey it.
    @Test func `the policy completes what was observed, as often as it is asked to`() throws {
        let file = try read(
            """
            format: p2v-balance-policy/1
            hostDiskMiBPerSecond: 200
            priorities: {dns2: 1}
            rules: [{kind: apart, machines: [dns1, dns2, off]}]
            """)
        var state = pool
        file.complete(&state)
        #expect(state.rules.map(\.machines) == [["dns1", "dns2"]])
        #expect(state.machines.map(\.priority) == [100, 1])
        #expect(state.hosts.map(\.diskBytesPerSecond) == [209_715_200, 209_715_200])
        state.machines.append(BalanceMachine(name: "off", host: "a", vcpus: 1, memoryMiB: 1))
        file.complete(&state)
        #expect(state.rules.map(\.machines) == [["dns1", "dns2", "off"]])
    }

    // Hours are kept for 90 days; a longer window would judge by days as if they were midnights.
    @Test(arguments: ["window: {days: 91, percentile: 95}", "hostDiskMiBPerSecond: 0", "hours: [\"25:99\"]"])
    func `a value that cannot be meant is refused`(line: String) {
        let failure = #expect(throws: Failure.self) { try read("format: p2v-balance-policy/1\n\(line)\n") }
        #expect(failure?.exit == .refused)
    }
}
