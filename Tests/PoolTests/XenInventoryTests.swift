internal import Estate
internal import Foundation
@testable internal import Pool
internal import Testing
internal import XenAPI
internal import XenAPIDouble

@Suite(.serialized) struct XenInventoryTests {
    // Requests, not seconds: a pool over a slow line is what many small requests make unusable.
    @Test func `a large pool is read in few requests`() async throws {
        try await XenAPIDouble.run(hosts: 8, vms: 200) { double in
            let client = double.client()
            let pool = double.pool(client)
            let (hosts, machines) = (try await pool.hosts(), try await pool.machines())
            let (storage, silences) = (try await pool.storage(), await pool.silences())
            #expect(try await pool.hostNames() == hosts.map(\.name))
            let requests = await client.requests
            #expect(hosts.count == 8 && machines.count == 200 && storage.count == 1 && silences.isEmpty)
            // One more a host, once: how much of its memory is free is asked of XAPI.
            #expect(requests <= 20 + 8)
        }
    }

    // What is kept must be what the server has: a VM that is looked for on the wrong host is moved to the wrong place.
    @Test func `records that are kept follow what others change, with one request a look`() async throws {
        try await XenAPIDouble.run(hosts: 3, vms: 20) { double in
            let (watching, other) = (double.client(), double.pool())
            let pool = double.pool(watching, keepsRecords: true)
            let (seen, there) = (try await pool.machines(), try await other.machines())
            #expect(seen == there && seen.count == 20)
            let definition = try await double.definition("new", other)
            try await other.define(definition, on: "xs1")
            try await other.start("new", on: "xs1")
            _ = try await other.migrate(MigrationRequest(machine: "new", from: "xs1", to: "xs2")) { _ in }
            let before = await watching.requests
            #expect(try await pool.machine(named: "new").host == "xs2")
            #expect(await watching.requests == before + 1)
            try await other.powerOff("new", on: "xs2")
            try await other.undefine("new", on: "xs2")
            let (after, now) = (try await pool.machines(), try await other.machines())
            #expect(after == now && after.count == 20)
            let (hosts, known) = (try await pool.hosts(), try await other.hosts())
            #expect(hosts == known)
        }
    }

    @Test func `measurements become load: shares of cores, memory in use, bytes of network`() throws {
        let measured = XenLoad.sample([
            "cpu0": 0.5, "cpu1": 0.25, "cpu_usage": 9, "memory": 1_073_741_824, "memory_internal_free": 524_288,
            "vif_0_rx": 100, "vif_0_tx": 50, "vbd_xvda_read": 1000, "vbd_xvda_write": 500, "vbd_xvda_iops_read": 3,
            "vbd_xvda_iops_write": 2,
        ])
        let sample = try #require(measured)
        #expect(sample.coresBusy == 0.75)
        #expect(sample.memoryBytes == 536_870_912)
        #expect(sample.networkBytes == 150)
        #expect(sample.diskBytes == 1500)
        #expect(sample.diskOperations == 5)
    }

    // A field that is missing is an error of XAPI, long after the disks were copied.
    @Test func `a new machine's record is full, is HVM, and keeps its memory limits in order`() {
        let definition = MachineDefinition(
            name: "dns01", uuid: "00000000-0000-4000-8000-000000000001", memoryMiB: 512, vcpus: 2, firmware: .uefi,
            disks: [], interfaces: [], origin: .init(server: "dns01", plan: "plan.yaml"))
        let record = XenVMRecord.value(definition, affinity: "OpaqueRef:h")
        #expect(record["domain_type"] == "hvm" && record["HVM_boot_policy"] == "BIOS order")
        #expect(record["HVM_boot_params"]["firmware"] == "uefi")
        #expect(record["memory_static_max"].int == 536_870_912)
        #expect(record["other_config"]["p2v-server"] == "dns01" && record["other_config"]["p2v-plan"] == "plan.yaml")
        let limits = ["memory_static_min", "memory_dynamic_min", "memory_dynamic_max", "memory_static_max"]
        #expect(limits.compactMap { record[$0].int }.count == 4)
    }

    // XenServer 7 has fewer fields, later versions have more: neither may hide a machine.
    @Test func `missing and unknown fields, null references and strings for numbers are taken`() {
        let vm: JSONValue = [
            "uuid": "u", "name_label": "old", "power_state": "Crouching", "VCPUs_max": "4",
            "memory_static_max": "8589934592", "resident_on": "OpaqueRef:NULL", "affinity": "OpaqueRef:h",
            "a_field_of_tomorrow": ["x": 1],
        ]
        let host: JSONValue = ["uuid": "h", "name_label": "xs1", "cpu_info": ["cpu_count": "24"], "enabled": true]
        let tables = XenTables([
            "VM": [XenRecord(ref: "OpaqueRef:v", value: vm)], "host": [XenRecord(ref: "OpaqueRef:h", value: host)],
        ])
        let configuration = PoolConfiguration(name: "p", hosts: [], storage: [], network: "xenbr0")
        let machine = tables.machines(XenURLs(configuration)).first
        #expect(machine?.vcpus == 4 && machine?.memoryBytes == 8 << 30)
        #expect(machine?.state == .unknown && machine?.host == "xs1")
        #expect(tables.inventory().first?.cpus == 24)
    }
}
