internal import Estate
internal import Foundation
internal import Pool
internal import TestSupport
internal import Testing
internal import XenAPI
internal import XenAPIDouble

/// Each error and fault that a XAPI pool can answer with: what the operator reads, and what is left behind.
@Suite(.serialized) struct XenPoolFaultTests {
    private func failure(_ body: () async throws -> Void) async -> Failure? {
        do {
            try await body()
            return nil
        } catch {
            return error as? Failure
        }
    }

    private static let errors = [
        (
            "VM.start_on", #"["HOST_NOT_ENOUGH_FREE_MEMORY","1073741824","536870912"]"#, "needs 1024 MiB, free are 512",
            "free memory"
        ),
        ("VM.start_on", #"["VM_REQUIRES_SR","OpaqueRef:1","OpaqueRef:2"]"#, "storage is not attached", "plug"),
        ("VM.start_on", #"["OTHER_OPERATION_IN_PROGRESS","VM","OpaqueRef:1"]"#, "another operation", "wait"),
        ("VM.start_on", #"["HOST_DISABLED","OpaqueRef:1"]"#, "in maintenance", "p2v return"),
        ("VM.start_on", #"["SR_HAS_NO_PBDS","OpaqueRef:1"]"#, "not plugged", "pbd-plug"),
        (
            "VM.start_on", #"["SR_BACKEND_FAILURE_47","","The SR is not available",""]"#, "SR_BACKEND_FAILURE_47",
            "NFS server"
        ),
        ("VM.start_on", #"["VDI_IN_USE","OpaqueRef:1","attach"]"#, "image is in use", "wait"),
        ("VM.start_on", #"["RBAC_PERMISSION_DENIED","VM.start_on","no"]"#, "may not do this", "role"),
        ("VM.start_on", #"["HA_OPERATION_WOULD_BREAK_FAILOVER_PLAN"]"#, "HA_OPERATION", "failover|tolerated"),
        ("VM.start_on", #"["A_CODE_OF_A_LATER_VERSION","x"]"#, "A_CODE_OF_A_LATER_VERSION", "reference"),
    ]

    // Without the hint the operator has a code and nothing to do.
    @Test func `an error of XAPI is said in words, with what to do`() async throws {
        try await XenAPIDouble.run { double in
            let pool = double.pool()
            let definition = try await double.definition("faulty", pool)
            try await pool.define(definition, on: "xs1")
            for (method, error, because, next) in Self.errors {
                try await double.fault(#"{"method":"\#(method)","error":\#(error)}"#)
                let failure = await failure { try await pool.start("faulty", on: "xs1") }
                let words = next.split(separator: "|")
                #expect(failure?.because.contains(because) == true, "\(error): \(String(describing: failure))")
                #expect(
                    words.contains { failure?.next.contains($0) == true }, "\(error): \(String(describing: failure))")
                #expect(try await pool.machine(named: "faulty").state == .shutOff)
            }
        }
    }

    @Test func `a full SR is refused before anything is written`() async throws {
        try await XenAPIDouble.run { double in
            let pool = double.pool()
            let failure = await failure {
                _ = try await pool.createImage("huge", bytes: 2000 << 30, on: "NFS virtual disk storage")
            }
            #expect(failure?.because.contains("the SR is full") == true, "\(String(describing: failure))")
            #expect(failure?.exit == .refused)
        }
    }

    // A half-made machine that somebody starts has a part of its disks.
    @Test func `nothing is left when a machine cannot be built to its end, and nobody starts it meanwhile`()
        async throws
    {
        try await XenAPIDouble.run { double in
            let pool = double.pool()
            let definition = try await double.definition("half", pool)
            try await double.fault(#"{"method":"VIF.create","error":["MAC_INVALID","52:54"]}"#)
            let failure = await failure { try await pool.define(definition, on: "xs1") }
            #expect(failure?.next.contains("MAC") == true)
            #expect(try await pool.machines().isEmpty)
            try await double.fault(#"{"method":"VIF.create","delay":600}"#)
            async let building = pool.define(definition, on: "xs1")
            let client = double.client()
            var blocked: (any Error)?
            while blocked == nil {
                guard let vm = try await client.records("VM").first else { continue }
                do { try await client.run("VM.start", [.string(vm.ref), false, false]) } catch { blocked = error }
            }
            #expect("\(String(describing: blocked))".contains("OPERATION_BLOCKED"))
            try await double.fault(#"{"finish": true}"#)
            _ = try await building
            try await pool.start("half", on: "xs1")
        }
    }

    @Test func `two p2v at once build one machine, not two`() async throws {
        try await XenAPIDouble.run { double in
            let (one, two) = (double.pool(), double.pool())
            let definition = try await double.definition("twice", one)
            try await one.define(definition, on: "xs1")
            try await one.start("twice", on: "xs1")
            let failure = await failure { try await two.define(definition, on: "xs1") }
            #expect(failure?.because.contains("taken by twice on xs1") == true, "\(String(describing: failure))")
            #expect(try await one.machines().count == 1)
        }
    }

    @Test func `a coordinator that changes in the middle of the work is followed`() async throws {
        try await XenAPIDouble.run { double in
            let pool = double.pool()
            let definition = try await double.definition("follow", pool)
            try await pool.define(definition, on: "xs1")
            try await double.fault(#"{"coordinator": 1}"#)
            try await pool.start("follow", on: "xs1")
            #expect(try await pool.machine(named: "follow").state == .running)
        }
    }

    @Test func `a host that dies while a machine moves to it is named, and where the machine is`() async throws {
        try await XenAPIDouble.run(seconds: 600) { double in
            let pool = double.pool()
            try await pool.define(try await double.definition("moving", pool), on: "xs1")
            try await pool.start("moving", on: "xs1")
            let work = Task {
                try await pool.migrate(MigrationRequest(machine: "moving", from: "xs1", to: "xs2")) { _ in }
            }
            try await until("it moves") { try await pool.jobProgress(of: "moving", on: "xs1") != nil }
            try await double.fault(#"{"dead": 0}"#)
            let failure = await failure { _ = try await work.value }
            #expect(failure?.because.contains("does not live") == true, "\(String(describing: failure))")
            #expect(failure?.because.contains("running on xs1") == true, "\(String(describing: failure))")
        }
    }

    @Test func `a migration is aborted by another p2v, and cancelled by its own`() async throws {
        try await XenAPIDouble.run(seconds: 600) { double in
            let pool = double.pool()
            try await pool.define(try await double.definition("stay", pool), on: "xs1")
            try await pool.start("stay", on: "xs1")
            let request = MigrationRequest(machine: "stay", from: "xs1", to: "xs2")
            for byOther in [true, false] {
                let work = Task { try await pool.migrate(request) { _ in } }
                try await until("it moves") { try await pool.jobProgress(of: "stay", on: "xs1") != nil }
                if byOther {
                    try await double.pool().abortMigration(of: "stay", on: "xs1")
                    let failure = await failure { _ = try await work.value }
                    #expect(
                        failure?.because.contains("aborted; it is running on xs1") == true,
                        "\(String(describing: failure))")
                } else {
                    work.cancel()
                    await #expect(throws: CancellationError.self) { _ = try await work.value }
                }
                #expect(try await pool.machine(named: "stay").host == "xs1")
                // XAPI takes the operation off the VM some moments after its task has ended.
                try await until("its job is gone") { try await pool.jobProgress(of: "stay", on: "xs1") == nil }
            }
        }
    }

    @Test func `an SR that is unplugged is said to be, by a start and by the doctor`() async throws {
        try await XenAPIDouble.run { double in
            let pool = double.pool()
            try await pool.define(try await double.definition("adrift", pool), on: "xs1")
            try await double.fault(#"{"unplug": true}"#)
            let failure = await failure { try await pool.start("adrift", on: "xs1") }
            #expect(failure?.because.contains("storage is not attached") == true, "\(String(describing: failure))")
            let health = try await pool.health()
            #expect(health.contains { $0.id == "sr-plugged" && $0.severity == .critical })
        }
    }

    @Test func `one broken VHD is found by the doctor, with the file's name`() async throws {
        try await XenAPIDouble.run { double in
            let pool = double.pool()
            let fine = try await pool.health()
            #expect(fine.allSatisfy { $0.severity == .information }, "\(fine)")
            let broken = "\(double.repositoryFolder)/11111111-2222-4333-8444-555555555555.vhd"
            try Data(repeating: 0, count: 4096).write(to: URL(fileURLWithPath: broken))
            let scan = try await pool.health().first { $0.id == "sr-scan" }
            #expect(
                scan?.severity == .critical && scan?.seen.contains("11111111") == true, "\(String(describing: scan))")
        }
    }

    @Test func `a wrong password says so once, and the certificate that changed is not talked to`() async throws {
        try await XenAPIDouble.run { double in
            let wrong = double.pool(double.client(password: "wrong"))
            let failure = await failure { _ = try await wrong.hosts() }
            #expect(failure?.because.contains("user or password is wrong") == true, "\(String(describing: failure))")
            let pins = PassingPins()
            pins.trust(String(repeating: "00", count: 32), of: double.address)
            let other = await self.failure { _ = try await double.pool(double.client(pins: pins)).hosts() }
            #expect(other?.exit == .refused && other?.next.contains("get-server-certificate") == true)
        }
    }

    @Test func `maintenance closes a host to new machines, and ends`() async throws {
        try await XenAPIDouble.run { double in
            let pool = double.pool()
            try await pool.define(try await double.definition("closed", pool), on: "xs1")
            try await pool.setMaintenance(true, of: "xs1")
            #expect(try await pool.hosts().first?.inMaintenance == true)
            let failure = await failure { try await pool.start("closed", on: "xs1") }
            #expect(failure?.because.contains("in maintenance") == true)
            try await pool.setMaintenance(false, of: "xs1")
            try await pool.start("closed", on: "xs1")
        }
    }
}
