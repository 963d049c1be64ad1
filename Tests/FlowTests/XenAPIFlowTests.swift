import Estate
import Foundation
import Shell
import Testing

/// The commands of the README against the double of XAPI, as an operator types them. The double runs no machine, so
/// what a guest answers is not proved here: copying, adapting and booting are the other flows'.
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["P2V_LAB"] != nil))
struct XenAPIFlowTests {
    private let program = ProcessInfo.processInfo.environment["P2V_BIN"] ?? ".build/debug/p2v"
    private let folder = NSTemporaryDirectory() + "p2v-xapi-" + UUID().uuidString

    private func p2v(_ arguments: String...) async throws -> Output {
        let environment = [
            "P2V_LAB_CACHE": folder, "P2V_STORE": folder + "/store.sqlite", "P2V_POOL": folder + "/xapi/pool.yaml",
        ]
        return try await Shell.run(Command([program] + arguments, environment: environment))
    }

    @Test(.timeLimit(.minutes(5)))
    func `pool, doctor, migrate, rebalance, evacuate and return work on a XAPI pool`() async throws {
        let up = try await p2v("lab", "up", "--xapi")
        #expect(up.status == 0 && up.text.contains("It is not XAPI"), "\(up.standardError)")
        do {
            try await flow()
            try await image()
        } catch {
            _ = try? await p2v("lab", "down", "--xapi")
            throw error
        }
        #expect(try await p2v("lab", "down", "--xapi").status == 0)
        try FileManager.default.removeItem(atPath: folder)
    }

    private func flow() async throws {
        let pool = try await p2v("pool")
        #expect(pool.status == 0 && pool.text.contains("xs3") && pool.text.contains("vm00011"), "\(pool)")
        #expect(pool.standardError.contains("for the first time"))
        let again = try await p2v("pool", "--load")
        #expect(again.status == 0 && !again.standardError.contains("for the first time"), "\(again.standardError)")
        let doctor = try await p2v("doctor")
        for word in ["default SR is NFS", "was scanned", "certificates", "clocks", "multipath", "high availability"] {
            #expect(doctor.text.contains(word), "\(word): \(doctor.text)")
        }
        let moved = try await p2v("migrate", "vm00000", "--to", "xs2")
        #expect(moved.status == 0, "\(moved.text) \(moved.standardError)")
        #expect(try await host(of: "vm00000") == "xs2")
        let rebalance = try await p2v("rebalance", "--window", "5")
        #expect([0, 2].contains(rebalance.status), "\(rebalance.standardError)")
        let evacuated = try await p2v("evacuate", "xs1", "--window", "5")
        #expect(evacuated.status == 0, "\(evacuated.text) \(evacuated.standardError)")
        let empty = try await p2v("pool", "--json").text
        #expect(!empty.contains("\"host\" : \"xs1\""), "\(empty)")
        #expect(empty.contains("\"inMaintenance\" : true"))
        let back = try await p2v("return", "xs1", "--window", "5")
        #expect(back.status == 0, "\(back.text) \(back.standardError)")
        #expect(try await p2v("pool", "--json").text.contains("\"host\" : \"xs1\""))
    }

    /// An image that p2v wrote onto the export is one that a scan takes.
    private func image() async throws {
        let disk = folder + "/disk.raw"
        try Data(repeating: 0x5A, count: 5 << 20).write(to: URL(fileURLWithPath: disk))
        let export = folder + "/xapi/export/70327600-0000-4000-8009-000000000001"
        let name = "0a1b2c3d-0000-4000-8000-00000000000a.vhd"
        let copied = try await p2v("copy", "--format", "vhd", disk, "file://\(export)/\(name)")
        #expect(copied.status == 0, "\(copied.standardError)")
        let doctor = try await p2v("doctor")
        #expect(doctor.text.contains("was scanned: every image can be read"), "\(doctor.text)")
    }

    private func host(of machine: String) async throws -> String? {
        struct State: Decodable {
            struct Machine: Decodable { var name: String, host: String }
            var machines: [Machine]
        }
        let state = try JSONDecoder().decode(State.self, from: Data(try await p2v("pool", "--json").standardOutput))
        return state.machines.first { $0.name == machine }?.host
    }
}
