import Balancer
import Estate
import Foundation
import Pool
import Synchronization
import Testing

@testable import Operations

/// A night that leaves no numbers behind is one that nobody asks about.
@Suite struct `A night from its beginning to its report` {
    private func metrics(_ scene: PoolScene, _ terms: Result<BalanceTerms, any Error>) async throws -> String {
        let path = scene.scene.root.appendingPathComponent("p2v.prom").path
        var request = Night.Request(terms, refresh: NightRefresh(store: scene.workspace.storePath))
        request.metrics = path
        request.reports = scene.scene.root.appendingPathComponent("reports").path
        _ = try? await Night(request, in: scene.workspace, pool: scene.pool) { _ in }.run()
        #expect(try FileManager.default.contentsOfDirectory(atPath: request.reports ?? "").count == 2)
        return try String(contentsOfFile: path, encoding: .utf8)
    }

    @Test func `with nothing to do is green`() async throws {
        let scene = try await PoolScene()
        defer { scene.scene.end() }
        #expect(try await metrics(scene, .success(scene.terms)).contains("p2v_nightly_ok 1.0"))
    }

    @Test func `with a host that is silent is red`() async throws {
        let scene = try await PoolScene()
        defer { scene.scene.end() }
        await scene.pool.setReachable(false, "c")
        #expect(try await metrics(scene, .success(scene.terms)).contains("p2v_nightly_ok 0.0"))
    }

    // Yesterday's green numbers would stay.
    @Test func `that cannot take the pool's lease is red`() async throws {
        let scene = try await PoolScene()
        defer { scene.scene.end() }
        try Data().write(to: URL(fileURLWithPath: scene.scene.folder))
        #expect(try await metrics(scene, .success(scene.terms)).contains("p2v_nightly_ok 0.0"))
    }

    private func unreported(_ scene: PoolScene) async throws -> (said: [String], result: Result<NightResult, any Error>)
    {
        var request = Night.Request(.success(scene.terms), refresh: NightRefresh(store: scene.workspace.storePath))
        request.metrics = scene.scene.root.appendingPathComponent("p2v.prom").path
        // A file, where a folder should be.
        request.reports = scene.workspace.poolPath
        let said = Mutex<[String]>([])
        let night = Night(request, in: scene.workspace, pool: scene.pool) { event in
            if case .notReported(let why) = event { said.withLock { $0.append(why) } }
        }
        let result: Result<NightResult, any Error>
        do { result = .success(try await night.run()) } catch { result = .failure(error) }
        return (said.withLock { $0 }, result)
    }

    @Test func `whose report cannot be written tells its moves and leaves its numbers all the same`() async throws {
        let scene = try await PoolScene()
        defer { scene.scene.end() }
        let night = try await unreported(scene)
        #expect(try night.result.get().failure?.attempted == "write the report" && night.said.count == 1)
        let metrics = scene.scene.root.appendingPathComponent("p2v.prom").path
        #expect(FileManager.default.fileExists(atPath: metrics))
    }

    @Test func `that failed says why, also when its report cannot be written`() async throws {
        let scene = try await PoolScene()
        defer { scene.scene.end() }
        try await scene.scene.ledger().close("c", because: "evacuate")
        try scene.scene.overwrite("mark-c.json", "torn")
        let night = try await unreported(scene)
        let failure = #expect(throws: Failure.self) { try night.result.get() }
        #expect(failure?.attempted == "read the pool's state" && night.said.count == 1)
    }

    /// The backups come after the moves, when the pool's lease was given back, since each takes it itself.
    @Test func `whose backups fail is red and says why, and its moves are made all the same`() async throws {
        let scene = try await PoolScene()
        defer { scene.scene.end() }
        let policy = scene.scene.root.appendingPathComponent("backup.yaml").path
        try "format: p2v-backup-policy/1\nbackups: [{vms: [a], to: /b}]".write(
            toFile: policy, atomically: true, encoding: .utf8)
        let program = scene.scene.root.appendingPathComponent("p2v").path
        try "#!/bin/sh\nls \(scene.scene.folder) | grep -c 'lease$' >&2; echo full >&2; exit 6".write(
            toFile: program, atomically: true, encoding: .utf8)
        chmod(program, 0o700)
        var request = Night.Request(.success(scene.terms), refresh: NightRefresh(store: scene.workspace.storePath))
        request.refresh.program = program
        request.backup = policy
        request.metrics = scene.scene.root.appendingPathComponent("p2v.prom").path
        let night = try await Night(request, in: scene.workspace, pool: scene.pool) { _ in }.run()
        #expect(night.failure?.attempted == "back up the VMs" && night.report.stopped == nil)
        #expect(night.failure?.because.contains("exit code 6: 0\nfull") == true, "\(night.failure?.because ?? "")")
        let metrics = try String(contentsOfFile: request.metrics ?? "", encoding: .utf8)
        #expect(metrics.contains("p2v_nightly_ok 0.0"))
        try "torn".write(toFile: policy, atomically: true, encoding: .utf8)
        let torn = try await Night(request, in: scene.workspace, pool: scene.pool) { _ in }.run()
        #expect(torn.failure?.attempted == "back up the VMs")
    }

    @Test func `that cannot begin is red: its policy is broken, or the pool has no place for its state`() async throws {
        let scene = try await PoolScene()
        let placeless = try await PoolScene(hasPlace: false)
        defer {
            scene.scene.end()
            placeless.scene.end()
        }
        let broken = Failure("read the balance policy", on: "p.yaml", because: "no", next: "no")
        #expect(try await metrics(scene, .failure(broken)).contains("p2v_nightly_ok 0.0"))
        #expect(try await metrics(placeless, .success(placeless.terms)).contains("p2v_nightly_ok 0.0"))
    }
}
