internal import Estate
internal import Foundation
@testable internal import Pool
internal import Synchronization
internal import TestSupport
internal import Testing
internal import XenAPI
internal import XenAPIDouble

/// What was not seen or not answered is neither failed nor well.
@Suite(.serialized) struct XenUnseenTests {
    private func moving(
        _ double: XenAPIDouble, _ pool: XenPool, fault: String, then: () async throws -> Void = {}
    ) async throws -> Result<JobStatistics, any Error> {
        try await pool.define(try await double.definition("moving", pool), on: "xs1")
        try await pool.start("moving", on: "xs1")
        let work = Task {
            try await pool.migrate(MigrationRequest(machine: "moving", from: "xs1", to: "xs2")) { _ in }
        }
        try await until("it moves") { try await pool.jobProgress(of: "moving", on: "xs1") != nil }
        try await double.fault(fault)
        try await then()
        return await work.result
    }

    // Without it a move that succeeds is reported as failed, and somebody starts the machine a second time.
    @Test func `a migration whose task was forgotten is settled by looking where the machine is`() async throws {
        try await XenAPIDouble.run(seconds: 600) { double in
            let looks = Mutex(0)
            let patience = XenPatience(
                longestPoll: .milliseconds(200),
                sleep: { _ in
                    looks.withLock { $0 += 1 }
                    try await Task.sleep(for: .milliseconds(10))
                })
            let pool = double.pool(double.client(patience: patience))
            _ = try await moving(double, pool, fault: #"{"forget": "pool_migrate"}"#) {
                try await until("it was looked for while it moves") { looks.withLock(\.self) > 0 }
                try await double.fault(#"{"finish": true}"#)
            }.get()
            #expect(try await pool.machine(named: "moving").host == "xs2")
        }
    }

    @Test func `a migration that was undone unseen says where the machine is`() async throws {
        try await XenAPIDouble.run(seconds: 600) { double in
            let pool = double.pool(
                double.client(patience: XenPatience(longestPause: .milliseconds(50), longestPoll: .milliseconds(200))))
            let result = try await moving(double, pool, fault: #"{"vanish": "pool_migrate"}"#)
            let failure = #expect(throws: Failure.self) { try result.get() }
            #expect(failure?.because.contains("running on xs1, and nothing moves it") == true)
            #expect(failure?.because.contains("OpaqueRef") == false)
        }
    }

    @Test func `a migration is unknown while nobody can be asked, never failed`() async throws {
        try await XenAPIDouble.run(seconds: 600) { double in
            let passed = Mutex(Duration.zero)
            let patience = XenPatience(
                sleep: { pause in
                    passed.withLock { $0 += pause }
                    await Task.yield()
                }, now: { passed.withLock(\.self) })
            let pool = double.pool(double.client(patience: patience))
            let result = try await moving(double, pool, fault: #"{"away": "garbage", "seconds": 600}"#)
            let failure = #expect(throws: Failure.self) { try result.get() }
            #expect(failure?.exit == .unproved && failure?.because.contains("not seen") == true)
            #expect(failure?.next.contains("do not start") == true)
        }
    }

    // Without it the doctor waits for minutes and calls a cut-off host well.
    @Test func `hosts that do not tell their time are asked side by side, and are unknown`() async throws {
        try await XenAPIDouble.run(hosts: 4) { double in
            for seconds in [300, 1] {
                for host in 1...3 { try await double.fault(#"{"hang": \#(host), "seconds": 600}"#) }
                let counted = try await double.count("hanging")
                async let health = double.pool().health(within: seconds)
                if seconds > 1 {
                    // In a row the second would be asked only after the first had given up.
                    try await until("all are asked") { try await double.count("hanging") == counted + 3 }
                    try await double.fault(#"{"back": true}"#)
                }
                let clocks = try await health.filter { $0.id == "clocks" }
                #expect(clocks.map(\.severity) == [.warning, .warning, .warning])
                #expect(clocks.allSatisfy { $0.seen.contains("is unknown") })
            }
        }
    }

    @Test func `certificates that cannot be read are said, not taken for none`() async throws {
        try await XenAPIDouble.run { double in
            try await double.fault(
                #"{"method":"Certificate.get_all_records","error":["INTERNAL_ERROR","x"],"times":9}"#)
            let found = try await double.pool().health().first { $0.id == "certificates" }
            #expect(found?.severity == .warning)
        }
    }

    // Without it the guest loses its serial number, and its licence with it, for one letter of another field.
    @Test func `DMI strings that XAPI does not take cost none of the others, and are said`() async throws {
        try await XenAPIDouble.run { double in
            let pool = double.pool()
            var definition = try await double.definition("dmi", pool)
            definition.system = .init(manufacturer: "Häuser GmbH", product: "", serial: "4711")
            let concerns = try await pool.check(definition, on: "xs1").filter { $0.id == "define-dmi" }
            #expect(concerns.map(\.severity) == [.warning] && concerns[0].seen.contains("manufacturer"))
            try await pool.define(definition, on: "xs1")
            let vm = try #require(try await double.client().records("VM").first)
            #expect(vm["bios_strings"].map == ["system-serial-number": "4711"])
        }
    }

    @Test(arguments: ["", "a\u{7}", "é", String(repeating: "x", count: 513)])
    func `a DMI string that XAPI refuses is not sent`(value: String) {
        #expect(XenFirmwareStrings(.init(serial: value)).accepted.isEmpty)
        #expect(XenFirmwareStrings(.init(serial: value)).left.count == 1)
        #expect(XenFirmwareStrings(.init(serial: String(repeating: "x", count: 512))).left.isEmpty)
    }

    // Without it nobody can scan the SR any more, and nothing says why.
    @Test func `a fixed VHD on an SR is named by the scan, in words`() async throws {
        try await XenAPIDouble.run { double in
            let uuid = "11111111-2222-4333-8444-555555555555"
            let make = Process()
            make.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            make.arguments = [
                "qemu-img", "create", "-q", "-f", "vpc", "-o", "subformat=fixed,force_size=on",
                "\(double.repositoryFolder)/\(uuid).vhd", "2M",
            ]
            try make.run()
            make.waitUntilExit()
            let scan = try await double.pool().health().first { $0.id == "sr-scan" }
            #expect(scan?.severity == .critical && scan?.seen.contains(uuid) == true, "\(String(describing: scan))")
            #expect(scan?.seen.contains("fixed") == true)
        }
    }
}
