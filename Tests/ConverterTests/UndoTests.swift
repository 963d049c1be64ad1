import ConversionDoubles
import Estate
import SourceControl
import ImageStores
import Pool
import Synchronization
import Testing

@testable import Converter

/// If these fail, taking a run back destroys the only copy of the data, or what others made.
@Suite struct `Taking a conversion back` {
    @Test func `is refused after the source is off, whatever option is given today`() async throws {
        let (scene, journal) = (try Scene(), MemoryJournal())
        try await scene.run(journal)
        for keepSource in [false, true] {
            let failure = await #expect(throws: Failure.self) {
                try await scene.undo(journal, keepSource: keepSource)
            }
            #expect(failure?.exit == .refused)
        }
        var edited = Scene.server
        edited.cutOver.powerOffSource = false
        await #expect(throws: Failure.self) { try await scene.undo(journal, edited) }
        #expect(try await scene.vmRuns())
        #expect(scene.imageBytes == scene.disk.bytes)
    }

    @Test func `removes what the run made and not what the plan names today`() async throws {
        let (scene, journal) = (try Scene(), MemoryJournal())
        scene.vmServes.withLock { $0 = false }
        await #expect(throws: Failure.self) { try await scene.run(journal, keepSource: true) }
        let others = "mail-sda.raw"
        let file = try await scene.store().create(others, bytes: 512)
        try await file.close()
        var edited = Scene.server
        edited.disks[0].image = others
        try await scene.undo(journal, edited)
        #expect(scene.files == [others])
    }

    /// A copy that `p2v sync` has kept warm for weeks.
    @Test func `leaves a copy alone that somebody else began under the image's name`() async throws {
        let (scene, journal) = (try Scene(), MemoryJournal())
        let others = Scene.image + ".part"
        let file = try await scene.store().create(others, bytes: UInt64(Scene.size))
        try await file.close()
        let failure = await #expect(throws: Failure.self) { try await scene.run(journal) }
        #expect(failure?.exit == .refused)
        #expect(failure?.next.contains("--resume") == true)
        try await scene.undo(journal)
        #expect(scene.files == [others])
        // Asked for, it is gone on with.
        try await scene.run(MemoryJournal(), resume: true)
        #expect(scene.imageBytes == scene.disk.bytes)
    }

    /// Its process has the image open: an image that is removed below it, or a service that starts beside it.
    @Test(arguments: [Machine.State.crashed, .unknown, .suspended, .paused])
    func `switches a VM off that is not known to be off`(state: Machine.State) async throws {
        let pool = SimulatedPool(hosts: [Scene.host])
        let origin = MachineDefinition.Origin(server: "dns01", plan: "p")
        var machine = Machine(
            name: "dns01", uuid: "u", host: Scene.host.name, state: state, vcpus: 1, memoryBytes: 1 << 20, disks: [],
            macs: [])
        machine.origin = origin
        await pool.add(machine)
        try await OwnMachine(
            MachineFacts(pool: pool.name, name: "dns01", uuid: "u", host: Scene.host.name, origin: origin), pool
        ).powerOff()
        #expect(await pool.machines().map(\.state) == [.shutOff])
    }

    @Test func `starts the service with the commands of the run and not of today's plan`() async throws {
        let (scene, journal) = (try Scene(), MemoryJournal(fault: .killedAfter(10)))
        #expect(try await scene.runKilled(journal))
        #expect(await !scene.serves())
        var edited = Scene.server
        edited.cutOver.resume = ["systemctl start something-else"]
        try await scene.undo(MemoryJournal(await journal.all), edited)
        #expect(await scene.serves())
    }

    @Test func `is refused for a journal that does not say what was made`() async throws {
        let scene = try Scene()
        let old = ["prepare", "copy", "cutOver", "publish"].flatMap { step in
            [JournalRecord.Event.started, .finished].map {
                JournalRecord(
                    run: "convert/dns01", step: step, event: $0, at: Moment(seconds: 0), detail: "512 MiB on hosta")
            }
        }
        let journal = MemoryJournal(old)
        let undo = await #expect(throws: Failure.self) { try await scene.undo(journal) }
        let resume = await #expect(throws: Failure.self) { try await scene.run(journal, resume: true) }
        for failure in [undo, resume] {
            #expect(failure?.exit == .refused)
            #expect(failure?.because.contains("does not say what it made") == true)
        }
    }

    @Test func `removes nothing while a host that may run the VM is silent`() async throws {
        let (scene, journal) = (try Scene(), MemoryJournal(fault: .killedAfter(18)))
        #expect(try await scene.runKilled(journal, keepSource: true))
        let pool = try #require(scene.pool as? SimulatedPool)
        await pool.add(
            Machine(
                name: "x", uuid: "x", host: "hosta", state: .shutOff, vcpus: 1, memoryBytes: 1, disks: [], macs: []))
        await pool.setReachable(false, "hosta")
        let before = scene.files
        await #expect(throws: Failure.self) { try await scene.undo(MemoryJournal(await journal.all), keepSource: true) }
        #expect(scene.files == before)
        #expect(await !scene.serves(), "a VM may run: the service is not started beside it")
    }
}
