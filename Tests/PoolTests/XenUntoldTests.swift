internal import Estate
internal import Libvirt
internal import Testing
@testable internal import XenAPI

@testable internal import Pool

/// What XAPI leaves out is not 0, not "no" and not "none": each of these once decided about a move.
@Suite struct XenUntoldTests {
    private let full: [String: JSONValue] = [
        "name_label": "web", "power_state": "Running", "memory_static_max": 1_073_741_824, "current_operations": [:],
        "guest_metrics": "OpaqueRef:g",
    ]

    private func record(_ fields: [String: JSONValue]) -> XenRecord {
        XenRecord(ref: "OpaqueRef:x", value: .object(fields.map { JSONValue.Field($0.key, $0.value) }))
    }

    private func concerns(without field: String?, needed: Observed<UInt64> = .known(1 << 30)) -> [Concern] {
        let target = Host(
            name: "xs2", cpus: 8, memoryBytes: 8 << 30, freeMemoryBytes: 4 << 30, hypervisor: "xen", versions: [])
        return XenConcerns(
            request: MigrationRequest(machine: "web", from: "xs1", to: "xs2"),
            vm: record(full.filter { $0.key != field }), state: .running, target: target, needed: needed
        ).all
    }

    // "No memory needed" fits everywhere; "nothing is done to it" is said of a machine in the middle of another move.
    @Test func `a move is refused when XAPI does not say it all`() {
        #expect(concerns(without: nil).isEmpty)
        let job = concerns(without: "current_operations")
        #expect(job.map(\.id) == ["migrate-job"] && job.first?.severity == .critical)
        let memory = concerns(without: nil, needed: .unknown(because: "no answer"))
        #expect(memory.map(\.id) == ["migrate-memory"] && memory.first?.severity == .critical)
    }

    // Its memory lies in a file: whoever takes it for one that is off gives its images to another.
    @Test func `a suspended machine is suspended, neither off nor unknown`() {
        let fields = full.merging(["power_state": "Suspended"]) { $1 }
        #expect(XenTables([:]).state(of: record(fields)) == .suspended)
    }

    // A host that answers with no row looks like one that does nothing, and gets all the others' machines.
    @Test func `measurements that end before what was asked for are unknown, not zero`() throws {
        func updates(_ rows: String) throws -> RRDUpdates {
            let head = #"{"meta":{"step":"5","legend":["AVERAGE:vm:u1:cpu0"]},"data":"#
            return try RRDUpdates.read(Array((head + "[" + rows + "]}").utf8), from: "xs1")
        }
        let row = #"{"t":"1000","values":["0.5"]}"#
        #expect(XenLoad.seen(try updates(row), since: 1000).value != nil)
        #expect(XenLoad.seen(try updates(""), since: 1000).reason?.contains("clock") == true)
        #expect(XenLoad.seen(try updates(row), since: 1300).reason?.contains("300 s older") == true)
    }

    // A move that is not seen is taken for one that ended, and its source may be stopped.
    @Test func `a record that does not say what is done to a machine is no answer`() throws {
        #expect(try record(full).migrationTask() == nil)
        let moving = full.merging(["current_operations": ["OpaqueRef:t": "pool_migrate"]]) { $1 }
        #expect(try record(moving).migrationTask() == "OpaqueRef:t")
        let untold = record(full.filter { $0.key != "current_operations" })
        #expect(throws: XenError.self) { try untold.migrationTask() }
    }

    @Test func `a host of which XAPI does not say that it takes machines gets none`() {
        for (enabled, closed) in [(true, false), (false, true), (nil, true)] as [(Bool?, Bool)] {
            var host: [String: JSONValue] = ["name_label": "xs1", "cpu_info": ["cpu_count": "24"]]
            host["enabled"] = enabled.map { .bool($0) }
            #expect(XenTables(["host": [record(host)]]).inventory().first?.inMaintenance == closed)
        }
    }

    // A balancer divides by it, or finds any load small.
    @Test func `a host that does not say how many CPUs it has is unknown, with its machines`() {
        let sample = LoadSample(coresBusy: 1, memoryBytes: 1, diskOperations: 0, diskBytes: 0, networkBytes: 0)
        let load = XenLoad.pool(
            [
                ("xs1", record(["cpu_info": ["cpu_count": "8"]])), ("xs2", record(["cpu_info": [:]])),
                ("xs3", record(["cpu_info": ["cpu_count": "8"]])),
            ],
            ["xs1", "xs2"].map { MachineLoad(machine: "on-\($0)", host: $0, sample: sample) }, seconds: 5,
            unknown: ["xs3": "it hangs"])
        #expect(load.hosts.map(\.host) == ["xs1"] && load.machines.map(\.host) == ["xs1"])
        #expect(load.unknown == ["xs2": "XAPI does not say how many CPUs it has", "xs3": "it hangs"])
    }

    @Test func `an SR that tells no size says so`() {
        let urls = XenURLs(PoolConfiguration(name: "p", hosts: [], storage: [], network: "xenbr0"))
        let known: [String: JSONValue] = ["name_label": "sr", "physical_size": "100", "physical_utilisation": "40"]
        let told = XenTables([:]).repository(record(known), urls, isDefault: true)
        #expect(told.totalBytes == 100 && told.freeBytes == 60 && told.because == nil)
        // A size without what is used of it would be all free.
        for field in ["physical_size", "physical_utilisation"] {
            let less = XenTables([:]).repository(record(known.filter { $0.key != field }), urls, isDefault: true)
            #expect(less.totalBytes == 0 && less.freeBytes == 0 && less.because != nil, "without \(field)")
        }
    }

    // Plans would fill hosts that refuse the last VM.
    @Test(arguments: [(8, .information), (20, .warning)] as [(Int64, Concern.Severity)])
    func `a VM for which XAPI keeps more than plans count is named`(mib: Int64, severity: Concern.Severity) {
        let vm = record(full.merging(["memory_overhead": .integer(mib << 20), "VCPUs_max": "2"]) { $1 })
        let found = XenHealth(tables: XenTables(["VM": [vm]]), certificates: [], skews: [:], now: 0).overheads
        #expect(found?.severity == severity && (mib == 8 || found?.seen.contains("20 MiB for web") == true))
        let untold = XenHealth(tables: XenTables(["VM": [record(full)]]), certificates: [], skews: [:], now: 0)
        #expect(untold.overheads == nil)
    }

    // The doctor would be green.
    @Test(arguments: ["ha_enabled", "ha_overcommitted", "ha_host_failures_to_tolerate", nil])
    func `high availability of which XAPI says too little is a warning`(field: String?) {
        let told: [String: JSONValue] = [
            "ha_enabled": true, "ha_overcommitted": false, "ha_host_failures_to_tolerate": 1,
        ]
        func ha(_ pools: [XenRecord]) -> Concern.Severity? {
            XenHealth(tables: XenTables(["pool": pools]), certificates: [], skews: [:], now: 0).all
                .first { $0.id == "ha" }?.severity
        }
        #expect(ha([record(told)]) == .information)
        #expect(ha(field.map { left in [record(told.filter { $0.key != left })] } ?? []) == .warning)
    }

    // libvirt's answers: a driver that has no jobs does not say that none runs.
    @Test func `a driver that does not tell jobs is no answer, a machine that is not there is one`() {
        func error(_ code: Int32) -> LibvirtError { LibvirtError(code: code, domain: 0, message: "", call: "") }
        // VIR_ERR_NO_DOMAIN and VIR_ERR_OPERATION_INVALID.
        #expect(LibvirtPool.saysNoJob(error(42)) && LibvirtPool.saysNoJob(error(55)))
        // VIR_ERR_NO_SUPPORT, VIR_ERR_OPERATION_UNSUPPORTED, VIR_ERR_RPC, and no answer in time.
        for code in [3, 84, 39, LibvirtError.timedOut] as [Int32] { #expect(!LibvirtPool.saysNoJob(error(code))) }
    }
}
