internal import Estate
internal import Foundation
internal import Pool
internal import PoolContract
internal import Testing
internal import XenAPI
internal import XenAPIDouble

/// What a real pool forbids: high availability, other CPUs, cards without free functions, keys, roles, and a pool that
/// is one host. It must be said before a service stops, and in words.
@Suite(.serialized) struct XenLimitTests {
    private func started(_ name: String, _ pool: XenPool, _ double: XenAPIDouble) async throws {
        try await pool.define(try await double.definition(name, pool), on: "xs1")
        try await pool.start(name, on: "xs1")
    }

    private func note(_ key: String, on name: String, _ double: XenAPIDouble) async throws {
        let client = double.client()
        let vm = try #require(try await client.records("VM").first { $0.label == name })
        _ = try await client.call("VM.add_to_other_config", [.string(vm.ref), .string(key), "x"])
    }

    // A move that is refused in the middle of an evacuation leaves a host half empty.
    @Test func `a move that XAPI would refuse is refused before it begins, in words`() async throws {
        try await XenAPIDouble.run { double in
            let pool = double.pool()
            try await started("web", pool, double)
            let request = MigrationRequest(machine: "web", from: "xs1", to: "xs2")
            func refusal() async throws -> Concern? {
                try await pool.concerns(about: request).first { $0.severity == .critical }
            }
            #expect(try await refusal() == nil)
            try await double.fault(#"{"cpu": 1, "features": "1fcbfbff"}"#)
            let level = try await refusal()
            #expect(
                level?.seen.contains("CPU features that the host lacks") == true
                    && level?.advice.contains("CPU level") == true)
            #expect(try await pool.health().contains { $0.id == "cpu-level" && $0.severity == .warning })
            try await double.fault(#"{"cpu": 1, "features": "1fcbfbff-f7fa3223"}"#)
            try await double.fault(#"{"pool": {"ha_enabled": true, "ha_overcommitted": true}}"#)
            #expect(try await refusal()?.advice.contains("tolerated losses") == true)
            await #expect(throws: Failure.self) { try await pool.migrate(request) { _ in } }
            try await double.fault(#"{"pool": {"ha_enabled": false}}"#)
            try await note("double:sriov", on: "web", double)
            #expect(try await refusal()?.seen.contains("SR-IOV function") == true)
        }
    }

    @Test func `a start under a plan of high availability that is full says what to do, and starts nothing`()
        async throws
    {
        try await XenAPIDouble.run { double in
            let pool = double.pool()
            try await pool.define(try await double.definition("web", pool), on: "xs1")
            try await double.fault(#"{"pool": {"ha_enabled": true, "ha_overcommitted": true}}"#)
            let failure = await #expect(throws: Failure.self) { try await pool.start("web", on: "xs1") }
            #expect(failure?.exit == .refused && failure?.next.contains("tolerated losses") == true)
            #expect(try await pool.machine(named: "web").state == .shutOff)
            #expect(try await pool.health().contains { $0.id == "ha" && $0.severity == .critical })
        }
    }

    // Also where somebody else made the machine larger than the host.
    @Test func `more vCPUs than the host has CPUs are refused with both numbers`() async throws {
        try await XenAPIDouble.run { double in
            let pool = double.pool()
            var definition = try await double.definition("wide", pool)
            definition.vcpus = 17
            let own = try await pool.check(definition, on: "xs1").filter { $0.severity == .critical }
            #expect(own.map(\.id) == ["define-cpus"])
            try await double.fault(#"{"method":"VM.start_on","error":["HOST_NOT_ENOUGH_PCPUS","17","16"]}"#)
            try await pool.define(try await double.definition("web", pool), on: "xs1")
            let failure = await #expect(throws: Failure.self) { try await pool.start("web", on: "xs1") }
            #expect(failure?.because.contains("it has 17 vCPUs, the host has 16 CPUs") == true)
        }
    }

    // The disks of a guest that encrypts them with its TPM cannot be read any more.
    @Test func `a machine with a vTPM is not made anew, and moves with it`() async throws {
        try await XenAPIDouble.run { double in
            let pool = double.pool()
            let definition = try await double.definition("keys", pool)
            try await pool.define(definition, on: "xs1")
            try await double.fault(#"{"vtpm": "keys"}"#)
            let failure = await #expect(throws: Failure.self) { try await pool.define(definition, on: "xs1") }
            #expect(failure?.because.contains("vTPM") == true)
            #expect(try await double.client().records("VM").first?["VTPMs"].texts.count == 1)
            try await pool.start("keys", on: "xs1")
            _ = try await pool.migrate(MigrationRequest(machine: "keys", from: "xs1", to: "xs2")) { _ in }
            #expect(try await pool.machine(named: "keys").host == "xs2")
        }
    }

    // Without it the conversion ends after the copy of all disks, at the first call that the role forbids.
    @Test(arguments: [
        ("pool-operator", []), ("vm-power-admin", ["maintenance"]),
        ("vm-admin", ["conversions", "moves", "maintenance"]),
        ("read-only", ["conversions", "imports", "moves", "maintenance"]),
    ])
    func `the doctor says what the user's role lacks`(role: String, purposes: [String]) async throws {
        try await XenAPIDouble.run { double in
            try await double.fault(#"{"role": "\#(role)"}"#)
            let found = try await double.pool().health().filter { $0.id == "role" && $0.severity == .critical }
            #expect(found.count == purposes.count)
            for (finding, purpose) in zip(found, purposes) {
                #expect(finding.seen.contains("does not allow \(purpose)") && finding.advice.contains("pool-operator"))
            }
        }
    }

    // What the doctor calls enough must be enough.
    @Test func `with the role pool-operator a machine is made, started, moved, stopped and forgotten`() async throws {
        try await XenAPIDouble.run { double in
            try await double.fault(#"{"role": "pool-operator"}"#)
            let pool = double.pool()
            let definition = try await double.definition("mine", pool)
            try await pool.define(definition, on: "xs1")
            try await pool.start("mine", on: "xs1")
            _ = try await pool.migrate(MigrationRequest(machine: "mine", from: "xs1", to: "xs2")) { _ in }
            _ = try await pool.load(over: .seconds(5))
            try await pool.setMaintenance(true, of: "xs1")
            try await pool.setMaintenance(false, of: "xs1")
            try await pool.shutDown("mine", on: "xs2", within: .seconds(10))
            try await pool.undefine(uuid: definition.uuid, on: "xs2")
            try await double.fault(#"{"role": "vm-admin"}"#)
            try await pool.define(definition, on: "xs1")
            let failure = await #expect(throws: Failure.self) { try await pool.start("mine", on: "xs1") }
            #expect(failure?.exit == .refused && failure?.because.contains("may not do this") == true)
        }
    }

    // A first XCP-ng is one machine.
    @Test func `a pool of one host keeps its promises, and says that nothing can move`() async throws {
        try await XenAPIDouble.run(hosts: 1) { double in
            let pool = double.pool()
            for promise in PoolContract.promises {
                let subject = PoolContract.Subject(pool: pool, first: "xs1", second: "xs1") { name in
                    try await double.definition(name, pool)
                }
                do { try await PoolContract.check(promise, on: subject) } catch {
                    Issue.record("\(promise): \(error)")
                }
            }
            try await started("only", pool, double)
            let concerns = try await pool.concerns(about: MigrationRequest(machine: "only", from: "xs1", to: "xs1"))
            #expect(concerns.contains { $0.id == "migrate-same-host" && $0.severity == .critical })
            #expect(try await pool.health().allSatisfy { $0.severity == .information })
        }
    }
}
