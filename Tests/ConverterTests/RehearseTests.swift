import Adaptation
import ConversionDoubles
import Estate
import SourceControl
import Synchronization
import Testing

@testable import Converter

/// What a user loses if these fail: the service, in the night, for a guest whose first start ever is in the outage.
@Suite struct `A copy is started once before its service stops` {
    private static var server: PlannedServer {
        var server = Scene.server
        server.guest = .paravirtual
        return server
    }

    private static func stuck(_ because: String?) -> Result<Rehearsal, Failure> {
        .success(
            Rehearsal(
                adapted: ConversionTools.Adapted(system: "test", changes: 1, concerns: []),
                boot: BootTestReport(
                    proved: false, proof: "tcp port 22", stage: .initramfs, seconds: 40, because: because,
                    lastLines: ["ALERT! /dev/sdz1 does not exist", "  "], firmware: .bios)))
    }

    private func tried(_ starts: [Result<Rehearsal, Failure>]) async throws -> (Scene, Failure?) {
        let scene = try Scene()
        scene.starts.withLock { $0 = starts }
        let failure = await #expect(throws: Failure.self) {
            try await scene.run(MemoryJournal(), Self.server, rehearses: true)
        }
        #expect(await scene.source.asked.isEmpty, "no outage")
        #expect(await scene.serves())
        #expect(scene.files.contains(Scene.image + ".part"), "the copy is kept")
        return (scene, failure)
    }

    @Test func `one that starts goes on to its cut-over, and what it wrote meanwhile is copied before`() async throws {
        let (scene, journal) = (try Scene(), MemoryJournal())
        try await scene.run(journal, Self.server, rehearses: true)
        #expect(scene.trace.lines == ["rehearse"], "it is not judged a second time")
        #expect(try await scene.vmRuns())
        let note = scene.events.withLock { events in
            events.compactMap { if case .finished(3, _, _, _, let detail) = $0 { detail } else { nil } }.first
        }
        #expect(note?.contains("kept warm") == true && note?.contains("has started here after 31.0 s") == true)
    }

    @Test func `one that does not start stops nothing, and says how far it came and where to read more`() async throws {
        let (scene, failure) = try await tried([Self.stuck("the console says: ALERT!")])
        #expect(failure?.exit == .unproved)
        #expect(failure?.because.contains("came to initramfs; last words: ALERT! /dev/sdz1") == true)
        #expect(failure?.next.contains(scene.folder + "/console") == true)
        #expect(failure?.next.contains("--no-rehearsal") == true)
    }

    @Test func `no answer within the limit is no start`() async throws {
        let (_, failure) = try await tried([Self.stuck("no proof within 5 seconds")])
        #expect(failure?.exit == .unproved)
    }

    @Test func `a critical concern refuses as it does without a rehearsal`() async throws {
        let broken = Concern(
            id: "boot-chain-root", severity: .critical, seen: "no root", matters: "no start", advice: "name it")
        let (_, failure) = try await tried([
            .success(
                Rehearsal(
                    adapted: ConversionTools.Adapted(system: "test", changes: 0, concerns: [broken]), boot: nil))
        ])
        #expect(failure?.because.contains("no root") == true)
    }

    @Test func `a rehearsal that cannot be held is tried again, then refused`() async throws {
        let (scene, failure) = try await tried([
            .failure(Failure("start QEMU", on: "here", because: "none", next: "get it"))
        ])
        #expect(failure?.exit == .refused && failure?.next.contains("--unjudged") == true)
        #expect(scene.trace.lines == ["rehearse", "rehearse", "rehearse"])
    }

    @Test func `a guest that is left as it is is started as it is`() async throws {
        let scene = try Scene()
        try await scene.run(MemoryJournal(), Scene.server, rehearses: true)
        #expect(scene.requests.withLock { $0.map(\.target) } == [nil])
        #expect(try await scene.vmRuns())
    }

    @Test func `a Windows copy, which nobody can ask, is looked at`() async throws {
        let scene = try Scene()
        scene.windows.withLock {
            $0 = WindowsFacts(
                edition: "ServerStandard", build: "10.0.17763.1", role: .server, controlSet: "ControlSet001",
                systemVolume: "/dev/sda2", services: [], networks: [], driveLetters: [:], hibernation: .none,
                fastStartup: false, bitLockerVolumes: [], filters: [])
        }
        try await scene.run(MemoryJournal(), Self.server, rehearses: true)
        #expect(scene.trace.lines == ["judge", "adapt"])
    }

    @Test func `it has the plan's cards, and the images are not written to`() async throws {
        let scene = try Scene()
        try await scene.run(MemoryJournal(), Self.server, rehearses: true)
        let request = scene.requests.withLock { $0[0] }
        #expect(request.network.cards == ["52:54:00:00:00:01"] && request.target == .kvm && request.memoryMiB == 512)
        #expect(scene.imageBytes == scene.disk.bytes)
    }

    @Test func `an unanswered wish is told, and decides nothing`() {
        let boot = BootTestReport(
            proved: true, proof: "tcp port 22", stage: .login, seconds: 31, because: nil, lastLines: [],
            firmware: .bios,
            answers: [.init(proof: "dns www", seconds: 33.04), .init(proof: "tcp port 80", seconds: nil)])
        #expect(
            Conversion.text(boot, false)
                == "has started here after 31.0 s (tcp port 22); dns www after 33.0 s; tcp port 80 did not answer, "
                + "cut off from all other servers")
        #expect(Conversion.text(boot, true).contains("no Xen here"))
    }

    @Test(arguments: [(512, 4096, 512), (65_536, 8000, 4000), (256, 600, 256)])
    func `it takes half of what is free at most`(planned: Int, available: Int, size: Int) throws {
        #expect(try RehearsalMemory.fitting(planned: planned, available: available) == size)
    }

    @Test func `a machine without memory says so`() {
        #expect(throws: Failure.self) { try RehearsalMemory.fitting(planned: 4096, available: 700) }
    }
}
