import Balancer
import Estate
import Pool
import Testing

@testable import Operations

/// A host whose load nobody sees must still be emptied when its fan fails.
@Suite struct `Loads that were not seen` {
    private let hosts = ["a", "b", "c"].map {
        Host(name: $0, cpus: 8, memoryBytes: 8 << 30, freeMemoryBytes: 6 << 30, hypervisor: "xen", versions: [])
    }
    private let store = StorageRepository(
        name: "sr", url: "nfs://n/sr", totalBytes: 1, freeBytes: 1, isDefault: true)

    private var state: BalanceState {
        var machine = Machine(
            name: "vm", uuid: "u", host: "a", state: .running, vcpus: 4, memoryBytes: 1 << 30,
            disks: ["nfs://n/sr/u.vhd"], macs: [])
        machine.overheadBytes = 20 << 20
        return PoolObserver.state(
            hosts: hosts, machines: [machine],
            load: PoolLoad(seconds: 5, machines: [], hosts: [], unknown: ["a": "its clock is behind"]),
            repositories: [store], closed: [], history: [])
    }

    @Test func `a host without load is emptied only when the operator says so`() throws {
        let held = try Balancer.evacuate(state, host: "a")
        #expect(held.moves.isEmpty && held.stays.map(\.vm) == ["vm"])
        let asked = state.asOperatorSees
        #expect(try Balancer.evacuate(asked, host: "a").moves.map(\.vm) == ["vm"])
        // The most that it can ask for; and the gap is said.
        #expect(asked.machines.first?.load.cores == 4)
        #expect(asked.gaps.contains { $0.contains("was not seen") })
    }

    // "0 bytes a second" would let it move onto the host with the busiest path.
    @Test func `a VM whose disks or network nobody measured has a load that was not seen`() {
        let half = LoadSample(coresBusy: 1, memoryBytes: 1, diskOperations: nil, diskBytes: nil, networkBytes: 7)
        let load = PoolLoad(
            seconds: 5, machines: [MachineLoad(machine: "vm", host: "a", sample: half)],
            hosts: [HostLoad(host: "a", cpus: 8, sample: half)])
        let machine = Machine(
            name: "vm", uuid: "u", host: "a", state: .running, vcpus: 4, memoryBytes: 1 << 30,
            disks: ["nfs://n/sr/u.vhd"], macs: [])
        let state = PoolObserver.state(
            hosts: hosts, machines: [machine], load: load, repositories: [store], closed: [], history: [])
        #expect(state.gaps == ["the load of VM vm was not seen"])
        #expect(state.machines.first?.pinned == "its load was not seen")
        #expect(load.records(at: Moment(seconds: 10)).isEmpty)
    }

    // N+1 would promise a restart that the host refuses.
    @Test func `what the hypervisor keeps for a VM counts in what a host must have for it`() {
        #expect(state.machines.first?.memoryMiB == 1044)
    }

    // A table of dashes looks like a pool at rest.
    @Test func `a load that nobody told says so, hosts of one reason together`() {
        let silent = PoolLoad(
            seconds: 5, machines: [], hosts: [], unknown: ["b": "no answer", "a": "no answer", "c": "a web page"])
        #expect(
            silent.unseen == [
                "no host told its load", "the load of a, b is unknown: no answer",
                "the load of c is unknown: a web page",
            ])
        let sample = LoadSample(coresBusy: 0, memoryBytes: 0, diskOperations: 0, diskBytes: 0, networkBytes: 0)
        let all = PoolLoad(seconds: 5, machines: [], hosts: [HostLoad(host: "a", cpus: 1, sample: sample)])
        #expect(all.unseen.isEmpty)
    }
}
