import Estate
import LiveMigration
import Testing

@testable import Operations

@Suite struct `The experiment` {
    // It stops and starts a VM a hundred times: a night that plans meanwhile plans nonsense.
    @Test func `is refused as busy while another p2v moves VMs`() async throws {
        let scene = try await PoolScene()
        defer { scene.scene.end() }
        let subject = ExperimentSubject(machine: "v1", address: "192.0.2.1", name: "www.lab.test")
        let request = ExperimentRun.Request(
            subject, memory: [512], loads: [.idle], presets: [.p2v], times: 1,
            order: MigrationOrder(machine: "v1", to: ""))
        try await scene.scene.ledger("nightly").withLease("nightly") {
            let failure = await #expect(throws: Failure.self) {
                _ = try await ExperimentRun(in: scene.workspace) { _ in }.run(request)
            }
            #expect(failure?.exit == .busy)
        }
    }
}
