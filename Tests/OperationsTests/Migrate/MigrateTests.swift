import Estate
import LiveMigration
import Testing

@testable import Operations

/// One VM that is moved by hand while a night moves others breaks what the night has proved.
@Suite struct `A move by hand` {
    private let order = MigrationOrder(machine: "v1", to: "b")

    @Test func `is refused as busy while another p2v moves VMs, who is named`() async throws {
        let scene = try await PoolScene()
        defer { scene.scene.end() }
        let migrate = try Migrate(in: scene.workspace, pool: scene.pool)
        let order = order
        try await scene.scene.ledger("nightly").withLease("nightly") {
            let failure = await #expect(throws: Failure.self) { _ = try await migrate.run(order) { _ in } }
            #expect(failure?.exit == .busy && failure?.because.contains("nightly, by nightly@console") == true)
            let attached = await #expect(throws: Failure.self) {
                _ = try await migrate.attach("v1", silentIsOff: false) { _ in }
            }
            #expect(attached?.exit == .busy)
        }
        #expect(try await migrate.run(order) { _ in }.report.to == "b")
    }

    @Test func `is refused where the pool has no place for its state, with the words of all others`() async throws {
        let scene = try await PoolScene(hasPlace: false)
        defer { scene.scene.end() }
        var terms = Rebalance.Request(scene.terms)
        terms.apply = true
        let others = await #expect(throws: Failure.self) {
            _ = try await Rebalance(terms, in: scene.workspace, pool: scene.pool) { _ in }.run()
        }
        let own = await #expect(throws: Failure.self) {
            _ = try await Migrate(in: scene.workspace, pool: scene.pool).run(order) { _ in }
        }
        #expect(own == others && own?.exit == .refused)
    }

    @Test func `to a host that is closed for work is refused, and made when a flag says so`() async throws {
        let scene = try await PoolScene()
        defer { scene.scene.end() }
        try await scene.scene.ledger("bert").close("b", because: "evacuate")
        let migrate = try Migrate(in: scene.workspace, pool: scene.pool)
        let failure = await #expect(throws: Failure.self) { _ = try await migrate.run(order) { _ in } }
        #expect(failure?.exit == .refused && failure?.because.contains("b is closed for work") == true)
        #expect(failure?.because.contains("bert@console") == true)
        #expect(try await migrate.preview(order).concerns.map(\.id) == ["migrate-host-closed"])
        let forced = try Migrate(in: scene.workspace, despiteClosed: true, pool: scene.pool)
        #expect(try await forced.run(order) { _ in }.report.to == "b")
    }

    // A mark that cannot be read is not an open host.
    @Test func `is refused while it is not known whether the host is closed`() async throws {
        let scene = try await PoolScene()
        defer { scene.scene.end() }
        try await scene.scene.ledger().close("b", because: "evacuate")
        let mark = try #require(try scene.scene.files().first { $0.hasPrefix("mark-") })
        try scene.scene.overwrite(mark, "torn")
        let migrate = try Migrate(in: scene.workspace, pool: scene.pool)
        let failure = await #expect(throws: Failure.self) { _ = try await migrate.run(order) { _ in } }
        #expect(failure?.exit == .refused && failure?.because.contains("is not known") == true)
    }
}
