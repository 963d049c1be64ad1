import Estate
import Foundation
import Reassignment
import Testing

@testable import Operations

/// Pools in files where every placement has a price: the form is told from the others, and the answer can be handed on.
@Suite struct `A pool with prices in a file` {
    /// The example of the reference.
    private static let text = """
        {"format": "p2v-cluster/2",
         "resources": [{"name": "cpu", "weight": 10}, {"name": "disk", "transient": true}],
         "hosts": [{"name": "a", "location": "room 1", "neighborhood": "north", "capacity": [30, 400], "safe": [16, 80]},
                   {"name": "b", "location": "room 2", "neighborhood": "north", "capacity": [10, 240]}],
         "services": [{"name": "web", "spread": 2, "dependsOn": ["dns"]}, {"name": "dns"}],
         "machines": [{"name": "web1", "service": "web", "host": "a", "demand": [12, 10], "moveCost": 3},
                      {"name": "web2", "service": "web", "host": "b", "demand": [5, 20]},
                      {"name": "dns1", "service": "dns", "host": "a", "demand": [6, 5]}],
         "balance": [], "weights": {"machine": 1, "service": 0, "host": 1}, "hostMoveCosts": [[0, 1], [2, 0]]}
        """

    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
        "p2v-priced-\(UUID().uuidString)")

    private func file(_ name: String, _ text: String) throws -> String {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let path = folder.appendingPathComponent(name).path
        try text.write(toFile: path, atomically: false, encoding: .utf8)
        return path
    }

    @Test func `the cheapest placement is found, said in words and written`() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let output = folder.appendingPathComponent("plan.json").path
        let rehearsal = try #require(try PricedRehearsal(try file("pool.json", Self.text)))
        let plan = try await rehearsal.plan(seconds: 0.3, output: output)
        // 18 cores on a, 16 are safe. No host takes dns1 but b, and only 5 are free there.
        #expect(plan.before.total == 20)
        #expect(plan.moves == [])
        #expect(plan.text.hasPrefix("Nothing to move.\nbefore: costs 20: load 20, "))
        #expect(try String(contentsOfFile: output, encoding: .utf8).contains("\"p2v-reassignment/1\""))
    }

    @Test func `the challenge's texts are answered in their own form`() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let model = try file("model", "1 0 10 2 0 0 10 2 0 0 0 1 10 9 0 0 1 0 0 1 0 7 1 0 1 1 1")
        let rehearsal = try #require(try PricedRehearsal("roadef:\(model),\(try file("assignment", "0"))"))
        let output = folder.appendingPathComponent("new").path
        let plan = try await rehearsal.plan(seconds: 0.3, output: output)
        #expect((plan.before.total, plan.after.total) == (50, 2))
        #expect(try String(contentsOfFile: output, encoding: .utf8) == "1\n")
    }

    @Test func `other forms are left to their readers, damaged ones are refused`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(try PricedRehearsal("ganeti:nowhere") as PricedRehearsal? == nil)
        let other = #"{"format": "p2v-cluster/1", "hosts": [{"name": "p2v-cluster/2"}], "machines": []}"#
        #expect(try PricedRehearsal(try file("other.json", other)) == nil)
        let misspelt = Self.text.replacing("transient", with: "transiant")
        #expect(throws: Failure.self) { try PricedRehearsal(try file("wrong.json", misspelt)) }
        #expect(throws: Failure.self) { try PricedRehearsal("roadef:only-one") }
        #expect(throws: Failure.self) { try PricedRehearsal(folder.path + "/nowhere.json") }
    }
}
