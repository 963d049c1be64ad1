import Estate
import Testing

@testable import Operations

/// What a watcher of the pool is shown when a host falls silent.
@Suite struct PoolSightTests {
    private func host(_ name: String, answers: Bool = true) -> Host {
        var host = Host(
            name: name, cpus: answers ? 4 : 0, memoryBytes: answers ? 8 << 30 : 0, freeMemoryBytes: 0,
            hypervisor: "kvm",
            versions: [])
        host.reachable = answers
        if !answers { host.because = "no route" }
        return host
    }

    private func machine(_ name: String, on host: String, _ state: Machine.State = .running) -> Machine {
        Machine(
            name: name, uuid: name, host: host, state: state, vcpus: 1, memoryBytes: 1 << 30, disks: [], macs: [])
    }

    private func at(_ seconds: Double) -> Moment { Moment(seconds: seconds) }

    // An empty page looks like a pool without VMs: somebody starts them a second time.
    @Test func `VMs of a host that does not answer stay, as they were seen, and are not called running`() throws {
        var sight = PoolSight(pool: "p")
        sight.take(
            hosts: [host("a"), host("b")], machines: [machine("dns", on: "a"), machine("web", on: "b")], storage: [],
            load: nil, at: at(100))
        sight.take(
            hosts: [host("a", answers: false), host("b")], machines: [machine("web", on: "b")], storage: [], load: nil,
            at: at(105))
        let lost = try #require(sight.hosts.first { $0.host.name == "a" })
        #expect(!lost.isSeen && lost.seenAt == at(100) && lost.host.cpus == 4 && lost.host.because == "no route")
        let dns = try #require(sight.machines.first { $0.machine.name == "dns" })
        #expect(!dns.isSeen && dns.seenAt == at(100) && dns.machine.host == "a")
        #expect(sight.machines.filter(\.isSeen).map(\.machine.name) == ["web"])
    }

    @Test func `a VM that is seen on another host is not shown at the silent one as well`() {
        var sight = PoolSight(pool: "p")
        sight.take(
            hosts: [host("a"), host("b")], machines: [machine("dns", on: "a")], storage: [], load: nil, at: at(1))
        sight.take(
            hosts: [host("a", answers: false), host("b")], machines: [machine("dns", on: "b")], storage: [], load: nil,
            at: at(2))
        #expect(sight.machines.map(\.machine.host) == ["b"] && sight.machines.allSatisfy(\.isSeen))
    }

    // libvirt keeps a definition where a VM once was: "off" there says nothing of the silent host.
    @Test func `a definition that is off elsewhere does not hide a VM of a silent host`() {
        var sight = PoolSight(pool: "p")
        sight.take(
            hosts: [host("a"), host("b")], machines: [machine("dns", on: "a"), machine("dns", on: "b", .shutOff)],
            storage: [], load: nil, at: at(1))
        sight.take(
            hosts: [host("a", answers: false), host("b")], machines: [machine("dns", on: "b", .shutOff)], storage: [],
            load: nil, at: at(2))
        #expect(sight.machines.contains { $0.machine.host == "a" && !$0.isSeen })
    }

    @Test func `a look that fails, or that is too old, is not of now`() {
        var sight = PoolSight(pool: "p")
        #expect(!sight.isFresh(at: at(0)))
        sight.take(hosts: [host("a")], machines: [], storage: [], load: nil, at: at(100))
        #expect(sight.isFresh(at: at(110)) && !sight.isFresh(at: at(111)) && !sight.isFresh(at: at(80)))
        let version = sight.version
        sight.failed("the daemon is away")
        #expect(!sight.isFresh(at: at(101)) && sight.version > version && sight.survivesHostLoss.value == nil)
        #expect(sight.hosts.count == 1)
    }
}
