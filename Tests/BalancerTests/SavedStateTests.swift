internal import Estate
internal import Foundation
internal import Testing

@testable internal import Balancer

/// People compare balancers on the same files; a file that is read wrongly makes the comparison worthless.
struct SavedStateTests {
    private func read(_ text: String) throws -> BalanceState {
        try JSONDecoder().decode(SavedState.self, from: Data(text.utf8)).state
    }

    @Test func `a snapshot of load without a format line is read with its hours`() throws {
        let state = try read(
            """
            {"hosts": [{"id": "h0", "cores": 32, "memMB": 262144}],
             "vms": [{"id": "v0", "vcpus": 8, "memMB": 4096, "host": "h0", "cpu": 6.5, "ram": 1, "cpu24": [1, 2.5]}]}
            """)
        #expect(state.hosts == [BalanceHost(name: "h0", cores: 32, memoryMiB: 262144)])
        #expect(
            state.machines == [
                BalanceMachine(
                    name: "v0", host: "h0", vcpus: 8, memoryMiB: 4096, load: BalanceLoad(cores: 6.5),
                    hourlyCores: [1, 2.5])
            ])
    }

    @Test func `a saved state is read as what it says it is`() throws {
        let state = try read(#"{"format": "p2v-cluster/1", "hosts": [], "machines": []}"#)
        #expect(state.format == "p2v-cluster/1")
    }

    @Test func `a file that is neither is refused`() {
        #expect(throws: DecodingError.self) { try read(#"{"hosts": []}"#) }
    }

    @Test(arguments: ["", "group-01|uuid|preferred||\n\n\n\n"])
    func `a Ganeti file without a node is refused, as it would look balanced`(text: String) {
        #expect(throws: Failure.self) { try GanetiText.read(text, source: "empty.txt") }
    }
}
