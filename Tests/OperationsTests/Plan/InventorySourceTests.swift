import Estate
import Foundation
import Planner
import Testing

@testable import Operations

/// A room is planned before anybody may log in to it: from a sheet and from what its servers have logged. If these fail,
/// sizes are guessed, or a slip in a cell becomes a plan.
@Suite struct `An inventory from a sheet and files of the past` {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("inventory-\(UUID())")
    private let workspace = Workspace(storePath: "/nonexistent/store", poolPath: "/nonexistent/pool.yaml")

    private static let pool = """
        format: p2v-inventory/1
        pool:
          format: p2v-pool/1
          name: office
          hosts:
            - {name: h1, uri: "qemu+tls://h1/system", cpus: 16, memoryMiB: 65536}
            - {name: h2, uri: "qemu+tls://h2/system", cpus: 16, memoryMiB: 65536}
          storage: [{name: sr1, url: "nfs://n/sr1", freeGiB: 400, thin: true}]
          network: br0

        """

    private func write(_ name: String, _ text: String) throws -> String {
        let path = folder.appendingPathComponent(name).path
        try TextFile.write(text, to: path)
        return path
    }

    /// Two weeks of hours in which the server is busy on one hour of each Monday.
    private func past(_ cores: Double) -> String {
        "time,cores_busy,memory_mib\n"
            + (0..<336).map { "\(345_600 + $0 * 3600 + 3600),\($0 % 168 == 2 ? cores : 0.25),3000" }.joined(
                separator: "\n")
    }

    private func plan(_ inventory: String) async throws -> Planning.Made {
        try await Planning(in: workspace, solver: PackingSolver(timeLimit: 5, seed: 1)).plan(
            PlanOrder(servers: [], inventory: inventory), schedule: nil, savings: Savings.Basis())
    }

    @Test func `a sheet's servers are planned by the load that their files tell, and the check reads the same`()
        async throws
    {
        defer { try? FileManager.default.removeItem(at: folder) }
        _ = try write("logs/erp.csv", past(5))
        _ = try write(
            "room.csv",
            """
            Name;Address;MAC;Threads;MemoryMiB;DisksGiB;UsedGiB;System;Services;Watts;RackUnits;Owner;History
            erp;10.0.0.1;52:54:00:00:00:01;16;16384;100 400;50 100;rhel 7;"httpd:443 postgres:5432";410;4;Ada, finance;logs/erp.csv
            files;10.0.0.2;;4;8192;200;;windows 2019;;;;;
            """)
        let inventory = try write("room.yaml", Self.pool + "sheet: room.csv\n")
        let made = try await plan(inventory)
        let servers = made.plan.servers
        #expect(servers.map(\.server) == ["erp", "files"])
        #expect(servers[0].vcpus == 6 && servers[0].reasons.contains { $0.contains("busiest Monday 02:00 UTC") })
        #expect(servers[0].memoryMiB == 3712, "3000 MiB × 1.2, in steps of 128")
        #expect(servers[0].cutOver.quiesce == ["systemctl stop httpd", "systemctl stop postgresql"])
        #expect(servers[0].disks.map { $0.usedBytes.map { $0 >> 30 } } == [52, 108])
        #expect(servers[1].vcpus == 4 && servers[1].disks[0].usedBytes == nil && servers[1].interfaces == [])
        #expect(servers[1].reasons.contains { $0.contains("no MAC address is known") })
        #expect(made.plan.rules.owners == [Owner(servers: ["erp"], owner: "Ada, finance")])
        #expect(made.savings.before.rackUnits == 6)
        #expect(try await PlanReview(of: made.plan, inventory: inventory, in: workspace).findings == [])
        var small = made.plan
        small.servers[0].vcpus = 5
        #expect(try await !PlanReview(of: small, inventory: inventory, in: workspace).findings.isEmpty)
    }

    @Test(arguments: [
        ("nmae,address,threads,memoryMiB,disksGiB\n", "did you mean \"name\"?"),
        ("name,address,threads,memoryMiB\n", "names no column disksGiB"),
        ("name,name,address,threads,memoryMiB,disksGiB\n", "names the column name twice"),
        (
            "name,address,threads,memoryMiB,disksGiB\na,10.0.0.1,2,4096,10\nb,10.0.0.2,two,4096,10\n",
            "line 3 has \"two\""
        ),
        ("name,address,threads,memoryMiB,disksGiB\na,10.0.0.1,,4096,10\n", "line 2 has no threads"),
        ("name,address,threads,memoryMiB,disksGiB\na,10.0.0.1,2,4096,10 1.5\n", "\"1.5\" among disksGiB"),
        ("name,address,threads,memoryMiB,disksGiB\na,10.0.0.1,2,4096,\"10\n", "never closed"),
        (
            "name,address,threads,memoryMiB,disksGiB,usedGiB\na,10.0.0.1,2,4096,10,11\n",
            "usedGiB has 11 of a disk of 10"
        ),
        ("name,address,threads,memoryMiB,disksGiB\na,1,1,512,10\na,2,1,512,10\n", "a"),
    ])
    func `a slip in a sheet is named with its line, and nothing is planned`(sheet: String, words: String) async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        _ = try write("room.csv", sheet)
        let inventory = try write("room.yaml", Self.pool + "sheet: room.csv\n")
        let failure = await #expect(throws: Failure.self) { _ = try await plan(inventory) }
        #expect(failure?.because.contains(words) == true, "\(failure?.because ?? "")")
        #expect(failure?.exit == .refused)
    }

    @Test func `load in words and files of the past are not both believed, and a file that is no past is refused`()
        async throws
    {
        defer { try? FileManager.default.removeItem(at: folder) }
        let server = "servers:\n  - {name: a, address: 10.0.0.1, threads: 2, memoryMiB: 4096, disksGiB: [10], "
        _ = try write("a.csv", "this is no history\n")
        let both = try write(
            "both.yaml", Self.pool + server + "history: [a.csv], load: {quiet: 0, busy: 1, from: 8, to: 18}}\n")
        let first = await #expect(throws: Failure.self) { _ = try await plan(both) }
        #expect(first?.because.contains("stands beside load") == true, "\(first?.because ?? "")")
        let wrong = try write("wrong.yaml", Self.pool + server + "history: [a.csv]}\n")
        let second = await #expect(throws: Failure.self) { _ = try await plan(wrong) }
        #expect(second?.subject.hasSuffix("a.csv") == true)
    }

    // Sixteen old cores are not sixteen of today's.
    @Test func `load is planned in the hosts' cores where both processors are named`() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        _ = try write("a.csv", past(8))
        let server = """
            servers:
              - {name: a, address: 10.0.0.1, threads: 16, memoryMiB: 8192, disksGiB: [10], history: [a.csv], \
            processor: "AMD Opteron(tm) Processor 6376"}

            """
        let plain = try await plan(try write("plain.yaml", Self.pool + server))
        #expect(plain.plan.servers[0].vcpus == 10)
        let named = Self.pool.replacing(
            "memoryMiB: 65536}", with: "memoryMiB: 65536, processor: \"Intel(R) Xeon(R) CPU E5-2690 0 @ 2.90GHz\"}")
        let faster = try await plan(try write("named.yaml", named + server))
        #expect(faster.plan.servers[0].vcpus == 7)
    }
}
