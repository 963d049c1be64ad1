import Estate
import SourceControl
import Synchronization
import Testing

@testable import Converter

/// Whatever fails, one service works: on the source, or in the VM with the source off.
@Suite struct `A run comes to a safe end` {
    /// A clean run writes two records a step.
    static let records = Array(1...22)

    @Test(arguments: records) func `when the journal cannot be written from a record on`(number: Int) async throws {
        let (scene, journal) = (try Scene(), MemoryJournal(fault: .failsFrom(number)))
        await #expect(throws: Failure.self) { try await scene.run(journal) }
        #expect(try await scene.isSafe())
        #expect(!scene.haveMet)
    }

    @Test(arguments: records) func `when one record cannot be written`(number: Int) async throws {
        let (scene, journal) = (try Scene(), MemoryJournal(fault: .failsAt(number)))
        await #expect(throws: Failure.self) { try await scene.run(journal) }
        #expect(try await scene.isSafe())
        #expect(!scene.haveMet)
    }

    @Test(arguments: ["publish", "define"]) func `when something cannot be put back`(id: String) async throws {
        let (scene, journal) = (try Scene(), MemoryJournal())
        scene.vmServes.withLock { $0 = false }
        let failure = await #expect(throws: Failure.self) {
            try await scene.run(journal, keepSource: true) { Self.breakRelease(of: id, &$0) }
        }
        #expect(await scene.serves(), "the service comes back all the same")
        #expect(failure?.because.contains("NOT PUT BACK") == true)
        #expect(try await scene.isSafe(keepSource: true))
    }

    @Test func `with the service stopped when nobody can say that the VM is off`() async throws {
        let (scene, journal) = (try Scene(), MemoryJournal())
        scene.vmServes.withLock { $0 = false }
        let failure = await #expect(throws: Failure.self) {
            try await scene.run(journal, keepSource: true) { Self.breakRelease(of: "boot", &$0) }
        }
        #expect(await !scene.serves())
        #expect(scene.files.contains(Scene.image), "its image keeps its name")
        #expect(failure?.next.contains("told to") == true, "the operator hears what to do")
        #expect(scene.events.withLock { $0 }.contains { if case .releasesHeld = $0 { true } else { false } })
        // Once the VM can be switched off, a resume or an undo goes on.
        try await scene.undo(journal, keepSource: true)
        #expect(await scene.serves())
        #expect(scene.files.isEmpty)
    }

    @Test func `when the service itself cannot be started again, and says how to do it by hand`() async throws {
        let (scene, journal) = (try Scene(), MemoryJournal())
        scene.vmServes.withLock { $0 = false }
        await scene.source.change { $0.failing = ["systemctl start named"] }
        let failure = await #expect(throws: Failure.self) { try await scene.run(journal, keepSource: true) }
        #expect(failure?.next.contains("run: systemctl start named") == true)
        await scene.source.change { $0.failing = [] }
        scene.vmServes.withLock { $0 = true }
        try await scene.undo(journal)
        #expect(await scene.serves())
    }

    /// The second Ctrl-C comes while things are put back.
    @Test func `when it is stopped again and again`() async throws {
        let (scene, journal) = (try Scene(), MemoryJournal())
        let isAt = Trace()
        let work = Task {
            try await scene.run(journal) { steps in
                let adapt = steps.firstIndex { $0.id == "adapt" }!
                steps[adapt].run = { _ in
                    isAt.add("adapt")
                    try await Task.sleep(for: .seconds(60))
                    return StepNote()
                }
                let cutOver = steps.firstIndex { $0.id == "cutOver" }!
                let inner = steps[cutOver].release!
                steps[cutOver].release = { facts in
                    isAt.add("release")
                    for _ in 0..<20 { await Task.yield() }
                    try Task.checkCancellation()
                    try await inner(facts)
                }
            }
        }
        while !isAt.lines.contains("adapt") { try await Task.sleep(for: .milliseconds(1)) }
        work.cancel()
        while !isAt.lines.contains("release") { await Task.yield() }
        work.cancel()
        await #expect(throws: CancellationError.self) { try await work.value }
        #expect(await scene.serves())
    }

    private static func breakRelease(of id: String, _ steps: inout [Step]) {
        for index in steps.indices where steps[index].id == id {
            steps[index].release = { _ in
                throw Failure("put it back", on: id, because: "told to fail", next: "do what you are told to")
            }
        }
    }
}
