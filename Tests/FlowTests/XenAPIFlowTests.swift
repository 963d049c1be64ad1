import Estate
import Foundation
import Shell
import Testing

@testable import Lab

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

    @Test(.timeLimit(.minutes(10)), arguments: [false, true])
    func `pool, doctor, migrate, rebalance, evacuate and return work on a XAPI pool`(inStorm: Bool) async throws {
        try await withDouble { double in
            let storm = inStorm ? Task { try await double.storm() } : nil
            defer { storm?.cancel() }
            try await flow()
            try await image()
        }
    }

    // A toolstack's restart, or a change of coordinator, in the night of a move: the work goes on, p2v must as well.
    @Test(.timeLimit(.minutes(10)))
    func `a move comes to its end whatever becomes of the coordinator meanwhile`() async throws {
        try await withDouble { double in
            let orders =
                XAPIFaults.kinds.map { #"{"away":"\#($0)","seconds":3}"# } + [
                    #"{"life": true}"#, #"{"coordinator": 1}"#, #"{"coordinator": 0}"#, #"{"expire": true}"#,
                ]
            for order in orders {
                let target = try await host(of: "vm00000") == "xs2" ? "xs1" : "xs2"
                let before = try await double.polls()
                async let moved = p2v("migrate", "vm00000", "--to", target, "--accept-new")
                while try await double.polls() == before { try await Task.sleep(for: .milliseconds(50)) }
                try await double.order(order)
                let output = try await moved
                #expect(output.status == 0, "\(order): \(output.text) \(output.standardError)")
                #expect(try await host(of: "vm00000") == target, "\(order)")
            }
        }
    }

    // One member that starts, or whose address another server has, blocked the whole pool.
    @Test(.timeLimit(.minutes(5)), arguments: XAPIFaults.kinds)
    func `a pool whose first address does not answer is reached by the next`(kind: String) async throws {
        try await withDouble { double in
            let file = folder + "/xapi/pool.yaml"
            try String(contentsOfFile: file, encoding: .utf8)
                .replacing("addresses: [", with: "addresses: [127.0.0.3:\(try double.port), ")
                .write(toFile: file, atomically: true, encoding: .utf8)
            try await double.order(#"{"away":"\#(kind)","seconds":600,"host":2}"#)
            try await double.order(#"{"hang":2,"seconds":600}"#)
            #expect(try await state().machines.count == 12)
            let began = ContinuousClock.now
            let doctor = try await p2v("doctor")
            #expect(ContinuousClock.now - began < .seconds(90))
            #expect(doctor.text.contains("the clock of xs3 is unknown"), "\(doctor.text)")
        }
    }

    // Ends p2v with -9 before syncs of its records and of the pool's state, and runs it again. All of them with
    // P2V_THOROUGH=1; and two nights at the same moment.
    @Test(.timeLimit(.minutes(25)))
    func `evacuation, return and night that were killed at a record end as others do, and two nights are one`()
        async throws
    {
        let step = ProcessInfo.processInfo.environment["P2V_THOROUGH"] == "1" ? "1" : "5"
        let script = FileManager.default.currentDirectoryPath + "/Tests/Benchmarks/killed-records.sh"
        let output = try await Shell.run(
            Command(
                ["bash", script, step],
                environment: ["P2V": URL(fileURLWithPath: program).path]))
        print(output.text)
        #expect(output.status == 0, "\(output.text) \(output.standardError.suffix(3000))")
        let rows = output.text.split(separator: "\n").map { $0.split(separator: "\t") }
        #expect(rows.map { $0[0] } == ["run", "evacuation", "return", "night", "two-nights"])
        #expect(rows.dropFirst().allSatisfy { $0[3] == "0" })
    }

    private func withDouble(_ body: (XAPIFaults) async throws -> Void) async throws {
        let up = try await p2v("lab", "up", "--xapi")
        #expect(up.status == 0 && up.text.contains("It is not XAPI"), "\(up.standardError)")
        do {
            try await body(XAPIFaults(folder: folder + "/xapi"))
        } catch {
            _ = try? await p2v("lab", "down", "--xapi")
            throw error
        }
        #expect(try await p2v("lab", "down", "--xapi").status == 0)
        try FileManager.default.removeItem(atPath: folder)
    }

    // The whole way onto a XenServer pool, as far as a server can be doubled: what a conversion leaves there must be what
    // XAPI and its storage manager take.
    @Test(.timeLimit(.minutes(15)))
    func `the lab's server is scanned, planned, copied, adapted and started on a XAPI pool`() async throws {
        let scene = try MainJobLab()
        // Whatever runs in the lab: the service must be the physical server's own.
        try await scene.lab.down()
        try await scene.lab.up()
        if try scene.lab.status().parts.first(where: { $0.name == "dns01" })?.running == false {
            try await scene.lab.resetServer()
        }
        let xapi = scene.folder + "/xapi-flow"
        try? FileManager.default.removeItem(atPath: xapi)
        let there = { (words: [String]) in
            let settings = ["P2V_LAB_CACHE=\(xapi)", "P2V_POOL=\(xapi)/xapi/pool.yaml", "P2V_STORE=\(xapi)/s.sqlite"]
            return try await Shell.run(scene.lab.console(["/usr/bin/env"] + settings + [scene.program] + words))
        }
        #expect(try await there(["lab", "up", "--xapi"]).status == 0)
        let storm = Task { try await XAPIFaults(folder: xapi + "/xapi") { try scene.lab.console($0) }.storm() }
        defer { storm.cancel() }
        do {
            try await convert(there, xapi)
        } catch {
            _ = try? await there(["lab", "down", "--xapi"])
            throw error
        }
        #expect(try await there(["lab", "down", "--xapi"]).status == 0)
        try await scene.lab.resetServer()
    }

    private func convert(_ there: @escaping ([String]) async throws -> Output, _ folder: String) async throws {
        let scanned = try await there(["scan", "ssh://root@dns01", "--accept-new"])
        #expect(scanned.status == 0, "\(scanned.standardError)")
        let planned = try await there(["plan", "dns01", "-o", folder + "/plan.yaml"])
        #expect(planned.status == 0, "\(planned.standardError)")
        let unproved = try await there([
            "convert", folder + "/plan.yaml", "--keep-source", "--boot-limit", "5", "--no-rehearsal",
        ])
        #expect(unproved.status == Exit.unproved.rawValue, "the double runs no machine, so no proof can come")
        #expect(!unproved.text.contains("COULD NOT PUT BACK"), "\(unproved.text)")
        let left = try await there(["pool", "--json"])
        #expect(!left.text.contains("70327600-0000-4000-8000-000000000053"), "the VM was put back")
        // Without proofs, which the double cannot give, the conversion comes to its end.
        let plan = try String(contentsOfFile: folder + "/plan.yaml", encoding: .utf8)
        try plan.replacing(/proof:\n( *- .*\n)+/, with: "proof: []\n")
            .write(toFile: folder + "/plan.yaml", atomically: true, encoding: .utf8)
        let converted = try await there(["convert", folder + "/plan.yaml", "--keep-source", "--resume"])
        print(converted.text)
        for step in [
            "as there is no Xen here", "Publishing the images", "for XenServer (front-end drivers)", "Defining the VM",
            "[11/11]",
        ] {
            #expect(converted.text.contains(step), "\(step): \(converted.text)")
        }
        #expect(converted.status == 0, "\(converted.standardError)")
        let pool = try await there(["pool", "--json"])
        #expect(pool.text.contains("70327600-0000-4000-8000-000000000053"), "\(pool.text)")
        let export = try FileManager.default.subpathsOfDirectory(atPath: folder + "/xapi/export")
        let images = export.filter { $0.hasSuffix(".vhd") }
        #expect(images.count == 1, "\(export)")
        let info = try await Shell.run(
            Command("qemu-img", "info", "-f", "vpc", folder + "/xapi/export/" + (images.first ?? "")))
        #expect(info.status == 0 && info.text.contains("file format: vpc"), "\(info.standardError)")
        let doctor = try await there(["doctor"])
        #expect(doctor.text.contains("was scanned: every image can be read"), "\(doctor.text)")
    }

    private func flow() async throws {
        // The lab trusts its own double. Nobody watches here: a host that nobody has trusted gets no password.
        try FileManager.default.removeItem(atPath: folder + "/xapi/pool.yaml.pins")
        let unknown = try await p2v("pool")
        #expect(unknown.status == Exit.refused.rawValue && unknown.standardError.contains("--accept-new"), "\(unknown)")
        let pool = try await p2v("pool", "--accept-new")
        #expect(pool.status == 0 && pool.text.contains("xs3") && pool.text.contains("vm00011"), "\(pool)")
        #expect(pool.standardError.contains("for the first time"))
        // Measurements come from each host, which shows its own certificate once.
        let blind = try await p2v("pool", "--load")
        #expect(blind.standardError.contains("the load of xs2 is unknown"), "\(blind.standardError)")
        _ = try await p2v("pool", "--load", "--accept-new")
        let again = try await p2v("pool", "--load")
        #expect(again.status == 0 && !again.standardError.contains("for the first time"), "\(again.standardError)")
        let doctor = try await p2v("doctor")
        for word in ["default SR is NFS", "was scanned", "certificates", "clocks", "multipath", "high availability"] {
            #expect(doctor.text.contains(word), "\(word): \(doctor.text)")
        }
        let sent = folder + "/report.json"
        let reported = try await p2v("doctor", "--report", sent)
        #expect(reported.standardError.contains("Read it before you send it"), "\(reported.standardError)")
        let text = try String(contentsOfFile: sent, encoding: .utf8)
        #expect(text.contains("\"host-1\"") && !text.contains("xs1") && !text.contains("127.0.0"), "\(text)")
        let moved = try await p2v("migrate", "vm00000", "--to", "xs2")
        #expect(moved.status == 0, "\(moved.text) \(moved.standardError)")
        #expect(try await host(of: "vm00000") == "xs2")
        let rebalance = try await p2v("rebalance", "--window", "5")
        #expect([0, 2].contains(rebalance.status), "\(rebalance.standardError)")
        let evacuated = try await p2v("evacuate", "xs1", "--window", "5")
        #expect(evacuated.status == 0, "\(evacuated.text) \(evacuated.standardError)")
        #expect(try await state().machines.allSatisfy { $0.host != "xs1" })
        #expect(try await state().hosts.filter(\.inMaintenance).map(\.name) == ["xs1"])
        let back = try await p2v("return", "xs1", "--window", "5")
        #expect(back.status == 0, "\(back.text) \(back.standardError)")
        #expect(try await state().machines.contains { $0.host == "xs1" })
        #expect(try await !state().hosts.contains(where: \.inMaintenance))
    }

    /// An image that p2v wrote onto the export is one that a scan takes.
    private func image() async throws {
        let disk = folder + "/disk.raw"
        try Data(repeating: 0x5A, count: 5 << 20).write(to: URL(fileURLWithPath: disk))
        let export = folder + "/xapi/export/70327600-0000-4000-8009-000000000001"
        let name = "0a1b2c3d-0000-4000-8000-00000000000a.vhd"
        let copied = try await p2v("copy", "--format", "vhd", disk, "file://\(export)/\(name)")
        #expect(copied.status == 0, "\(copied.standardError)")
        let imported = try await p2v(
            "import", disk, "--format", "raw", "--sr", "NFS virtual disk storage", "--json")
        #expect(imported.status == 0 && imported.text.contains("\"bytes\" : 5242880"), "\(imported)")
        let unknown = try await p2v("import", disk, "--format", "raw", "--sr", "nowhere")
        #expect(unknown.status == Exit.refused.rawValue && unknown.standardError.contains("no SR of this name"))
        let doctor = try await p2v("doctor")
        #expect(doctor.text.contains("was scanned: every image can be read"), "\(doctor.text)")
    }

    private func host(of machine: String) async throws -> String? {
        try await state().machines.first { $0.name == machine }?.host
    }

    private struct State: Decodable {
        struct Machine: Decodable { var name: String, host: String }
        struct Host: Decodable { var name: String, inMaintenance: Bool }
        var machines: [Machine]
        var hosts: [Host]
    }

    /// As `p2v pool --json` tells it; an evacuated host's mark names it beside the machines.
    private func state() async throws -> State {
        try JSONDecoder().decode(State.self, from: Data(try await p2v("pool", "--json").standardOutput))
    }
}
