import Estate
import Testing

@testable import Operations

@Suite struct PoolMetricsTests {
    private let sample = LoadSample(coresBusy: 1.5, memoryBytes: 1024, diskOperations: 1, diskBytes: 2, networkBytes: 3)

    // One line that Prometheus cannot read makes it drop the whole page.
    @Test func `names of VMs cannot break the page`() {
        let load = PoolLoad(
            seconds: 60,
            machines: [MachineLoad(machine: "a\"b\\c\nd", host: "hosta", sample: sample, coresWaiting: 0.25)],
            hosts: [HostLoad(host: "hosta", cpus: 4, sample: sample)])
        let text = PoolMetrics(load: load, survivesHostLoss: true, observedAt: Moment(seconds: 7), failures: 2).text
        let lines = text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map(String.init)
        #expect(lines.contains(#"p2v_vm_cores_busy{host="hosta",vm="a\"b\\c\nd"} 1.5"#))
        #expect(lines.contains(#"p2v_host_cores_busy{host="hosta"} 1.5"#))
        #expect(lines.contains("p2v_pool_survives_host_loss 1.0") && lines.contains("p2v_observation_failures 2.0"))
    }

    @Test func `before the first observation only the failures are told`() {
        #expect(PoolMetrics(failures: 1).text.split(separator: "\n").last == "p2v_observation_failures 1.0")
    }

    @Test(arguments: [["https://chat.example/hook\"x"], ["https://chat.example/a b"], [""], []])
    func `a hook that could be read as something else is refused`(words: [String]) {
        var file = BalancePolicyFile()
        file.hooks = BalanceHooks(start: [words])
        let failure = #expect(throws: Failure.self) { try file.validate(source: "policy.yaml") }
        #expect(failure?.exit == .refused)
    }
}
