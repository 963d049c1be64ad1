import Commands
import Foundation
import Testing

/// The plans in `Plans/` are what a newcomer reads first; one that p2v no longer makes would teach a lie.
@Suite struct PlanGoldenTests {
    private static let plans = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Plans")

    @Test(arguments: ["office", "racks", "constrained"])
    func `each example plan is derived again from its inventory, byte for byte`(_ name: String) async throws {
        let output = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).yaml")
        defer { try? FileManager.default.removeItem(at: output) }
        let code = await P2VCommand.launch([
            "plan", "--inventory", Self.plans.appendingPathComponent("\(name).inventory.yaml").path, "--time-limit",
            "120",
            "--output", output.path,
        ])
        #expect(code == 0)
        let made = try String(contentsOf: output, encoding: .utf8)
        let golden = try String(contentsOf: Self.plans.appendingPathComponent("\(name).yaml"), encoding: .utf8)
        #expect(made == golden)
    }
}
