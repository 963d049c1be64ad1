import ConversionDoubles
import Estate
import Pool
import SourceControl
import Synchronization
import Testing

@testable import Converter

/// The whole conversion with everything imagined: what an operator relies on.
@Suite struct `A conversion` {
    @Test func `makes a VM that holds the disk, proves it, and powers the source off`() async throws {
        let (scene, journal) = (try Scene(), MemoryJournal())
        try await scene.run(journal)
        #expect(try await scene.vmRuns())
        #expect(await !scene.source.isOn)
        #expect(scene.imageBytes == scene.disk.bytes)
        #expect(await scene.source.asked == ["systemctl stop named", "power off"])
        #expect(scene.files == [Scene.image, Scene.image + ".manifest.json"])
    }

    @Test func `holds the image's lease until the image has its name`() async throws {
        let (scene, journal) = (try Scene(), MemoryJournal())
        try await scene.run(journal) { steps in
            for index in steps.indices where ["catchUp", "cutOver", "adapt", "publish"].contains(steps[index].id) {
                let (inner, title) = (steps[index].run, steps[index].id)
                steps[index].run = { facts in
                    if scene.files.contains(Scene.image + ".lease") { scene.trace.add(title) }
                    return try await inner(facts)
                }
            }
        }
        #expect(scene.trace.lines == ["catchUp", "cutOver", "adapt", "publish"])
        #expect(!scene.files.contains(Scene.image + ".lease"))
    }

    // MARK: Off means proved off

    /// A switch port, a cable, an overloaded sshd: the source is on, and nobody hears it.
    @Test func `does not start the VM when the source falls silent before it is told to power off`() async throws {
        let (scene, journal) = (try Scene(), MemoryJournal())
        let failure = await #expect(throws: Failure.self) {
            try await scene.run(journal) { steps in
                let define = steps.firstIndex { $0.id == "define" }!
                let inner = steps[define].run
                steps[define].run = { facts in
                    let note = try await inner(facts)
                    await scene.source.change { $0.isReachable = false }
                    return note
                }
            }
        }
        #expect(try await !scene.vmRuns())
        #expect(failure?.because.contains("NOT PUT BACK") == true)
        #expect(failure?.next.contains("systemctl start named") == true)
    }

    @Test func `does not start the VM when the source takes the order and stays on`() async throws {
        let (scene, journal) = (try Scene(), MemoryJournal())
        await scene.source.change { $0.obeys = false }
        let failure = await #expect(throws: Failure.self) { try await scene.run(journal) }
        #expect(failure?.exit == .unproved)
        #expect(try await !scene.vmRuns())
        #expect(await scene.serves(), "the service is back on the source")
    }

    @Test func `is refused before anything stops when only one way could prove that the source is off`() async throws {
        let (scene, journal) = (try Scene(ways: ["ssh port"]), MemoryJournal())
        let failure = await #expect(throws: Failure.self) { try await scene.run(journal) }
        #expect(failure?.exit == .refused)
        #expect(await scene.source.asked.isEmpty)
    }

    @Test func `does not power off a source whose service was started again meanwhile`() async throws {
        let (scene, journal) = (try Scene(), MemoryJournal())
        let failure = await #expect(throws: Failure.self) {
            try await scene.run(journal) { steps in
                let define = steps.firstIndex { $0.id == "define" }!
                let inner = steps[define].run
                steps[define].run = { facts in
                    let note = try await inner(facts)
                    try await scene.source.resume(["systemctl start named"])
                    return note
                }
            }
        }
        #expect(failure?.exit == .refused)
        #expect(await scene.source.isOn)
        #expect(try await !scene.vmRuns())
    }

    // MARK: The proof

    /// With the source on, it may be the source that answers.
    @Test func `is unproved when it is the source that answers`() async throws {
        let (scene, journal) = (try Scene(), MemoryJournal())
        let failure = await #expect(throws: Failure.self) {
            try await scene.run(journal, keepSource: true) { steps in
                let boot = steps.firstIndex { $0.id == "boot" }!
                let inner = steps[boot].run
                steps[boot].run = { facts in
                    try await scene.source.resume(["systemctl start named"])
                    return try await inner(facts)
                }
            }
        }
        #expect(failure?.exit == .unproved)
        #expect(failure?.because.contains("the source itself still answers") == true)
        #expect(try await !scene.vmRuns(), "a VM without a proof is off before the service is started on the source")
        #expect(await scene.serves())
    }

    // MARK: Refused before the outage

    @Test func `stops no service when the host would refuse the VM by then`() async throws {
        let (scene, journal) = (try Scene(), MemoryJournal())
        let pool = try #require(scene.pool as? SimulatedPool)
        let failure = await #expect(throws: Failure.self) {
            try await scene.run(journal) { steps in
                let catchUp = steps.firstIndex { $0.id == "catchUp" }!
                let inner = steps[catchUp].run
                steps[catchUp].run = { facts in
                    await pool.add(
                        Machine(
                            name: "other", uuid: Scene.uuid, host: "hosta", state: .shutOff, vcpus: 1,
                            memoryBytes: 1 << 20, disks: [], macs: []))
                    return try await inner(facts)
                }
            }
        }
        #expect(failure != nil)
        #expect(await !scene.source.asked.contains("systemctl stop named"), "no outage for nothing")
    }

    // MARK: Ours by UUID and origin

    /// A cloned server: the first of the two VMs is there already.
    @Test func `takes no UUID that is another server's, too`() async throws {
        let (scene, journal) = (try Scene(), MemoryJournal())
        let pool = try #require(scene.pool as? SimulatedPool)
        await pool.add(
            Machine(
                name: "clone", uuid: Scene.uuid, host: "hosta", state: .shutOff, vcpus: 1, memoryBytes: 1 << 20,
                disks: [], macs: []))
        var server = Scene.server
        server.uuid = .new
        try await scene.run(journal, server)
        let made = try #require(try await scene.machines().first { $0.name == "dns01" })
        #expect(made.uuid != Scene.uuid && made.state == .running)
    }

    @Test func `leaves a machine alone that somebody made under its name`() async throws {
        let (scene, journal) = (try Scene(), MemoryJournal())
        scene.vmServes.withLock { $0 = false }
        let pool = try #require(scene.pool as? SimulatedPool)
        await #expect(throws: Failure.self) {
            try await scene.run(journal, keepSource: true) { steps in
                let prove = steps.firstIndex { $0.id == "prove" }!
                let inner = steps[prove].run
                steps[prove].run = { facts in
                    await pool.add(
                        Machine(
                            name: "dns01", uuid: "another", host: "hosta", state: .running, vcpus: 1,
                            memoryBytes: 1 << 20, disks: [], macs: []))
                    return try await inner(facts)
                }
            }
        }
        let left = try await scene.machines()
        #expect(left.map(\.uuid) == ["another"])
        #expect(left.first?.state == .running)
    }
}
