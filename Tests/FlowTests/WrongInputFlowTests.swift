@testable import Commands
import Estate
import Foundation
import Store
import Synchronization
import TestSupport
import Testing

/// What a newcomer types wrong, in `Tests/WrongInputs/table.txt`: a line each, with the exit code and words that the answer must have.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["P2V_LAB"] == "1", "needs P2V_LAB=1"))
struct WrongInputFlowTests {
    private struct Slip {
        var code: Int32
        var words: [String]
        var needed: [String]
    }

    @Test func `a wrong input is answered by what is wrong, what to do next, and an exit code that a script can use`()
        async throws
    {
        let room = try await WrongRoom()
        defer { room.remove() }
        let slips = try Self.table()
        var faults: [String] = []
        for slip in slips {
            let (code, said) = await room.answer(to: slip.words)
            let line = "p2v \(slip.words.joined(separator: " "))"
            if code != slip.code { faults.append("\(line): ends with \(code), not \(slip.code): \(said)") }
            for part in slip.needed where !said.contains(part) { faults.append("\(line): no \"\(part)\": \(said)") }
            if !said.contains("next: ") { faults.append("\(line): no next step: \(said)") }
            if said.contains("Error Domain") || said.contains("NSPOSIX") { faults.append("\(line): raw: \(said)") }
        }
        #expect(slips.count >= 150)
        #expect(faults == [], "\(faults.count) of \(slips.count)")
    }

    @Test func `a wrong input is answered in JSON where JSON was asked for`() async throws {
        let room = try await WrongRoom()
        defer { room.remove() }
        for words in [
            ["migrat", "--json"], ["plan", "check", "@none.yaml", "--json"], ["servers", "show", "x", "--json"],
        ] {
            let said = await room.answer(to: words).said
            let read = try JSONSerialization.jsonObject(with: Data(said.utf8)) as? [String: Any]
            #expect(read?["format"] as? String == "p2v-failure/1", "\(said)")
            for key in ["because", "next", "exit"] { #expect(read?[key] != nil, "\(said)") }
        }
    }

    private static func table() throws -> [Slip] {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "../WrongInputs/table.txt")
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap { line in
            guard !line.hasPrefix("#") else { return nil }
            let parts = line.components(separatedBy: " | ")
            guard parts.count == 3, let code = Int32(parts[0].trimmingCharacters(in: .whitespaces)) else {
                Issue.record("no line of the table: \(line)")
                return nil
            }
            return Slip(
                code: code, words: parts[1].split(separator: " ").map(String.init),
                needed: parts[2].components(separatedBy: " & ").map { $0.trimmingCharacters(in: .whitespaces) })
        }
    }
}

/// A folder with files of every kind, a pool of libvirt's own test driver, and a store that knows one server.
private struct WrongRoom {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("wrong-\(UUID().uuidString)")
        .path

    init() async throws {
        try FileManager.default.createDirectory(atPath: folder + "/folder", withIntermediateDirectories: true)
        try FileManager.default.createDirectory(atPath: folder + "/sr", withIntermediateDirectories: true)
        let pool = """
            format: p2v-pool/1
            name: office
            hosts:
              - {name: hosta, uri: "test:///default"}
              - {name: hostb, uri: "test:///default"}
            storage:
              - {name: sr, url: "file://\(folder)/sr", isDefault: true}
            network: br0
            """
        let plans = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../Plans")
            .path
        let plan = try String(contentsOfFile: plans + "/office.yaml", encoding: .utf8)
        let cluster = """
            {"format": "p2v-cluster/1", "hosts": [{"name": "hosta", "cores": 8, "memoryMiB": 65536}, {"name": "hostb", \
            "cores": 8, "memoryMiB": 65536}], "machines": [{"name": "web", "host": "hosta", "vcpus": 2, "memoryMiB": 2048}]}
            """
        let campaign =
            "format: p2v-campaign/1\nplan: plan.yaml\nzone: UTC\nwindows:\n  - {name: night, hours: 01:00-04:00}\n"
        let files = [
            "pool.yaml": pool, "bad-pool.yaml": pool.replacingOccurrences(of: "network:", with: "netwrok:"),
            "plan.yaml": plan, "old-plan.yaml": plan.replacingOccurrences(of: "p2v-plan/1", with: "p2v-plan/0"),
            "inventory.yaml": try String(contentsOfFile: plans + "/office.inventory.yaml", encoding: .utf8),
            "broken.yaml": "format: p2v-plan/1\npool: [a\n", "empty.yaml": "", "cluster.json": cluster,
            "policy.yaml": "format: p2v-balance-policy/1\nceilling: 80\n", "room.yaml": campaign, "sar.txt": "hello\n",
        ]
        for (name, text) in files { try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8) }
        for name in ["picture.bin", "image.raw"] {
            try Data([0xFF, 0xFE, 0x00, 0x80] + [UInt8](repeating: 0, count: 1 << 20)).write(
                to: URL(fileURLWithPath: "\(folder)/\(name)"))
        }
        try await Store(path: folder + "/store").save(Fixture.profile("dns01"))
    }

    /// Words that begin with `@` are files of the room. Only what was said is answered.
    func answer(to words: [String]) async -> (code: Int32, said: String) {
        let heard = Heard()
        var words = words.map { $0.hasPrefix("@") ? "\(folder)/\($0.dropFirst())" : $0 }
        if !["copy", "sync", "verify", "boot-media", "lab"].contains(words.first ?? "") {
            for (option, file) in [("--pool", "pool.yaml"), ("--store", "store")] where !words.contains(option) {
                words += [option, "\(folder)/\(file)"]
            }
        }
        let code = await Door.$witness.withValue({ heard.add($0) }) { await P2VCommand.launch(words) }
        return (code, heard.text)
    }

    func remove() {
        do { try FileManager.default.removeItem(atPath: folder) } catch { Issue.record("\(error)") }
    }

    private final class Heard: Sendable {
        private let lines = Mutex<[String]>([])
        var text: String { lines.withLock { $0.joined(separator: "\n") } }
        func add(_ line: String) { lines.withLock { $0.append(line) } }
    }
}
