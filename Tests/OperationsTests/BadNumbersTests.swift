import Balancer
import Estate
import Foundation
import Planner
import Terminal
import Testing

@testable import Operations

/// A number that nobody can mean ended p2v with "Illegal instruction", or planned with it.
@Suite struct `A number that cannot be meant` {
    private func refusal<Value: Decodable>(_ type: Value.Type, _ text: String) -> Failure? {
        do {
            _ = try YAMLText.decode(type, from: text)
            return nil
        } catch { return error }
    }

    @Test(arguments: [
        ("coolDownMinutes: -5", "line 2, column 18: coolDownMinutes: is -5, not 0 to 525600"),
        ("parallel: {total: 0, perHost: 1}", "line 2, column 19: parallel.total: is 0, not 1 to 1000"),
        ("hostDiskMiBPerSecond: 0", "line 2, column 23: hostDiskMiBPerSecond: is 0, not "),
        ("linkMiBPerSecond: .nan", "line 2, column 19: linkMiBPerSecond: is not a finite number"),
        ("budget: {moves: 9223372036854775807}", "line 2, column 17: budget.moves: is 9223372036854775807"),
        ("budget: {moves: 9223372036854775808}", "line 2, column 17: budget.moves: "),
        ("priorities: {dns: -9223372036854775808}", "line 2, column 19: priorities.dns: "),
    ])
    func `in a policy is refused with its line`(line: String, because: String) {
        let failure = refusal(BalancePolicyFile.self, "format: p2v-balance-policy/1\n" + line + "\n")
        #expect(failure?.because.hasPrefix(because) == true, "\(failure?.because ?? "read")")
    }

    @Test(arguments: ["memoryMiB: -1", "memoryMiB: 9223372036854775807", "cpus: 0", "cpus: 2147483648"])
    func `of a host in the pool file is refused`(size: String) {
        let pool = """
            name: lab
            hosts: [{name: a, uri: "qemu:///system", \(size)}]
            storage: []
            network: br0
            """
        #expect(refusal(PoolConfiguration.self, pool)?.exit == .refused)
    }

    @Test func `two hosts of one name in the pool file are refused, and two SRs`() {
        let host = "{name: a, uri: \"qemu:///system\"}"
        let pool = "name: lab\nhosts: [\(host), \(host)]\nstorage: []\nnetwork: br0\n"
        #expect(refusal(PoolConfiguration.self, pool)?.because == #"line 2, column 8: hosts: names "a" twice"#)
        let storage = "{name: s, url: \"file:///s\"}"
        let twice = "name: lab\nhosts: [\(host)]\nstorage: [\(storage), \(storage)]\nnetwork: br0\n"
        #expect(refusal(PoolConfiguration.self, twice)?.because == #"line 3, column 10: storage: names "s" twice"#)
    }

    @Test(arguments: [
        (#""cores": 8, "memoryMiB": -1"#, "hosts.[0].memoryMiB: is -1"),
        (#""cores": 8, "memoryMiB": 1024, "diskBytesPerSecond": 0"#, "hosts.[0].diskBytesPerSecond: is 0"),
        (#""cores": 8, "memoryMiB": 9223372036854775807"#, "hosts.[0].memoryMiB: is 9223372036854775807"),
        (
            #""cores": 8, "memoryMiB": 1024, "memoryMB": 1"#,
            #"the key "memoryMB" in hosts.0 is not known; did you mean"#
        ),
    ])
    func `in a saved state is refused with its line`(sizes: String, because: String) {
        let text = #"{"format": "p2v-cluster/1", "machines": [], "hosts": [{"name": "a", \#(sizes)}]}"#
        let failure = #expect(throws: Failure.self) { _ = try JSONText.decode(SavedState.self, from: text) }
        #expect(failure?.because.contains(because) == true, "\(failure?.because ?? "")")
        #expect(failure?.because.hasPrefix("line 1, column ") == true)
    }

    private struct Dice: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ (state >> 29)
        }
    }

    private static let wild = [
        "-1", "0", "9223372036854775807", "-9223372036854775808", "18446744073709551615", "1e308", "-1e308", ".nan",
        ".inf",
        "1e-320", "-0.0", "~", "x", "[]", "{}", "4611686018427387904", "2147483648", "65536", "100000000",
    ]

    /// Puts wild values in place of some of the numbers.
    private static func spoilt(_ text: String, _ dice: inout Dice) -> String {
        var out = ""
        var rest = text[...]
        while let number = rest.firstMatch(of: /([ \[])(\d+(?:\.\d+)?)(?=[,\n}\]])/) {
            out += rest[..<number.range.lowerBound] + number.output.1
            let isSpoilt = Int.random(in: 0..<12, using: &dice) == 0
            out += isSpoilt ? wild.randomElement(using: &dice) ?? "" : String(number.output.2)
            rest = rest[number.range.upperBound...]
        }
        return out + rest
    }

    private static let state = """
        {"format": "p2v-cluster/1",
         "hosts": [{"name": "a", "cores": 8, "memoryMiB": 65536, "reservedMiB": 512, "vcpuRatioLimit": 4, "idleWatts": 90},
          {"name": "b", "cores": 8, "memoryMiB": 65536, "diskBytesPerSecond": 100000, "networkBytesPerSecond": 100000}],
         "machines": [
          {"name": "x", "host": "a", "vcpus": 2, "memoryMiB": 4096, "load": {"cores": 1.5, "disk": 20, "network": 30}, "priority": 7},
          {"name": "y", "host": "a", "vcpus": 2, "memoryMiB": 4096, "dirtyBytesPerSecond": 1000, "movedAt": 1000, "priority": 8}]}
        """

    // A trap would end the tests, too.
    @Test(arguments: 1...200) func `never ends p2v: it is refused in words or planned with`(seed: Int) {
        var dice = Dice(state: UInt64(seed))
        let text = Self.spoilt(Self.state, &dice)
        guard let state = try? JSONText.decode(SavedState.self, from: text).state else { return }
        for goal in [BalancePolicy.Goal.balance, .consolidate, .relieve] {
            do { _ = try Balancer.plan(state, policy: BalancePolicy(goal: goal)) } catch {
                #expect(!error.because.isEmpty)
            }
        }
    }

    @Test(arguments: 1...40) func `never ends p2v when an inventory holds it`(seed: Int) async throws {
        var dice = Dice(state: UInt64(seed) << 32)
        for name in ["office.inventory.yaml", "racks.inventory.yaml", "constrained.inventory.yaml"] {
            let text = Self.spoilt(try TextFile.read("Plans/" + name), &dice)
            guard let file = try? YAMLText.decode(Inventory.self, from: text) else { continue }
            do { _ = try file.request() } catch { #expect(!error.because.isEmpty) }
        }
    }
}
