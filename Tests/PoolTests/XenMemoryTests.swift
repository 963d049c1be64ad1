internal import Estate
internal import Foundation
internal import Pool
internal import Testing
internal import XenAPI
internal import XenAPIDouble

/// Xen keeps page tables for each VM: a host that has room for the guest's memory alone has no room for the guest.
@Suite(.serialized) struct XenMemoryTests {
    // As measured on a XenServer.
    @Test func `a VM of 64 GiB with 16 vCPUs takes 533 MiB more than its memory`() {
        #expect(MemoryOverhead.xen.mib(memoryMiB: 65_536, vcpus: 16) == 533)
        #expect(MemoryOverhead.xen.mib(memoryMiB: 513, vcpus: 1) == 11)
    }

    // The start would be refused after the cut-over, and the move in the middle of an evacuation.
    @Test func `a host with room for the memory alone is refused, for a new machine and for a move`() async throws {
        // 522 MiB a machine: 518 are left beside one.
        try await XenAPIDouble.run(memoryMiB: 1040) { double in
            let pool = double.pool()
            for (name, host) in [("one", "xs1"), ("two", "xs2")] {
                try await pool.define(try await double.definition(name, pool), on: host)
                try await pool.start(name, on: host)
            }
            let free = try await pool.hosts().map { $0.freeMemoryBytes >> 20 }
            #expect(free == [518, 518])
            let third = try await pool.check(try await double.definition("three", pool), on: "xs2")
            #expect(third.filter { $0.severity == .critical }.map(\.id) == ["start-memory"])
            #expect(third.contains { $0.seen.contains("10 MiB of the hypervisor") })
            let move = try await pool.concerns(about: MigrationRequest(machine: "one", from: "xs1", to: "xs2"))
            #expect(move.contains { $0.id == "migrate-memory" && $0.seen.contains("needs 522 MiB") }, "\(move)")
            #expect(try await pool.machine(named: "one").overheadBytes == 10 << 20)
        }
    }

    // Newer servers have no such number in the host's metrics: 0 would refuse all, and the old number anything.
    @Test func `free memory is what XAPI computes, and unknown where it does not`() async throws {
        try await XenAPIDouble.run(hosts: 2) { double in
            let pool = double.pool()
            #expect(try await pool.hosts().allSatisfy { $0.freeMemoryBytes == $0.memoryBytes && $0.because == nil })
            try await double.fault(#"{"method":"host.compute_free_memory","error":["INTERNAL_ERROR","x"],"times":99}"#)
            let hosts = try await pool.hosts()
            #expect(
                hosts.allSatisfy { $0.reachable && $0.freeMemoryBytes == 0 && $0.because?.contains("free") == true })
            let definition = try await double.definition("blind", pool)
            await #expect(throws: Failure.self) { try await pool.check(definition, on: "xs1") }
        }
    }

    // Without it a console whose clock is ahead takes a busy pool for one at rest.
    @Test func `a load that begins in the hosts' future is unknown`() async throws {
        try await XenAPIDouble.run(vms: 2) { double in
            let ahead = XenPool(
                configuration: PoolConfiguration(name: "double", hosts: [], storage: [], network: "xenbr0"),
                client: double.client(), now: { Int64(Date().timeIntervalSince1970) + 3600 })
            let load = try await ahead.load(over: .seconds(5))
            #expect(load.hosts.isEmpty && load.machines.isEmpty)
            #expect(load.unknown?.keys.sorted() == ["xs1", "xs2"])
            #expect(load.unknown?.values.allSatisfy { $0.contains("clock") } == true)
            #expect(try await double.pool().load(over: .seconds(5)).machines.count == 2)
        }
    }

    // A suspended machine's images hold what its memory refers to.
    @Test func `the image of a suspended machine is in use`() async throws {
        try await XenAPIDouble.run { double in
            let (pool, client) = (double.pool(), double.client())
            let definition = try await double.definition("asleep", pool)
            try await pool.define(definition, on: "xs1")
            try await pool.start("asleep", on: "xs1")
            let vm = try #require(try await client.records("VM").first)
            try await client.run("VM.suspend", [.string(vm.ref)])
            #expect(try await pool.machine(named: "asleep").state == .suspended)
            var thief = try await double.definition("thief", pool)
            thief.disks = definition.disks
            try await pool.define(thief, on: "xs2")
            await #expect(throws: Failure.self) { try await pool.start("thief", on: "xs2") }
        }
    }

    // Half a disk that nobody knows of fills the SR, and looks like a whole one.
    @Test func `an import that cannot take its image back says which is left`() async throws {
        try await XenAPIDouble.run { double in
            let (pool, file) = (double.pool(), double.folder + "/image")
            try Data(count: 1 << 20).write(to: URL(fileURLWithPath: file))
            func attempt() async -> Failure? {
                do {
                    _ = try await pool.importNewImage(
                        "disk", bytes: 1 << 20, from: try FileUpload(path: file), format: .raw,
                        on: "NFS virtual disk storage")
                    return nil
                } catch { return error as? Failure }
            }
            try await double.fault(#"{"method":"/import_raw_vdi","error":["SR_FULL","2","1"]}"#)
            #expect(await attempt()?.because.contains("SR is full") == true)
            #expect(try await double.client().records("VDI").isEmpty)
            try await double.fault(#"{"method":"/import_raw_vdi","error":["SR_FULL","2","1"]}"#)
            try await double.fault(#"{"method":"VDI.destroy","error":["VDI_IN_USE","OpaqueRef:1","destroy"]}"#)
            let failure = await attempt()
            let left = try #require(try await double.client().records("VDI").first)
            #expect(failure?.subject.contains(left.uuid) == true, "\(String(describing: failure))")
            #expect(failure?.because.contains("SR is full") == true && failure?.because.contains("in use") == true)
            #expect(failure?.next.contains("xe vdi-destroy") == true)
        }
    }
}
