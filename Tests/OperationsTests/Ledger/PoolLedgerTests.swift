import Balancer
import Estate
import Foundation
@testable import Operations
import Store
import Testing

/// If these fail, one p2v fills a host on which somebody works, or forgets what a dead host ran.
@Suite struct `The pool's own state` {
    // The night runs as another user, with another store: what the console closed is closed for it too.
    @Test func `a host that one user closed is closed for every other user until it is opened`() async throws {
        let scene = try LedgerScene()
        defer { scene.end() }
        try await scene.ledger("anna").close("hosta", because: "evacuate")
        #expect(try await scene.ledger("nightly").closedHosts() == ["hosta"])
        let mark = try #require(try await scene.ledger("nightly").marks().first)
        #expect(mark.by == "anna@console" && mark.why == "evacuate" && mark.since.seconds == 1_800_000_000)
        try await scene.ledger("nightly").open("hosta")
        #expect(try await scene.ledger("anna").closedHosts().isEmpty)
    }

    @Test func `a second closing keeps the first mark, with who made it and since when`() async throws {
        let scene = try LedgerScene()
        defer { scene.end() }
        try await scene.ledger("anna").close("hosta", because: "memory")
        try await scene.ledger("bert", now: 1_800_000_900).close("hosta", because: "rolling")
        #expect(try await scene.ledger().marks().map(\.by) == ["anna@console"])
    }

    // A name is what people type: none may leave the folder, or hide another.
    @Test(arguments: ["../hosta", "a/b", ".hidden", "räck 1\t2", String(repeating: "x", count: 250), "%41"])
    func `hosts of any name are closed and opened`(_ name: String) async throws {
        let scene = try LedgerScene()
        defer { scene.end() }
        let ledger = try scene.ledger()
        try await ledger.close(name, because: "evacuate")
        try await ledger.close("A", because: "evacuate")
        #expect(try await ledger.closedHosts() == [name, "A"])
        try await ledger.open(name)
        #expect(try await ledger.closedHosts() == ["A"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: scene.place) == [".p2v"])
    }

    @Test func `looking makes nothing on the SR`() async throws {
        let scene = try LedgerScene()
        defer { scene.end() }
        let ledger = try scene.ledger()
        #expect(try await ledger.closedHosts().isEmpty)
        #expect(try await ledger.page(of: "hosta") == nil)
        #expect(try await ledger.moves(since: Moment(seconds: 0)).isEmpty)
        #expect(try FileManager.default.contentsOfDirectory(atPath: scene.place).isEmpty)
    }

    // "None" for a torn mark would open a host under work.
    @Test(arguments: ["", "{\"format\": \"p2v-led", "{\"format\": \"p2v-ledger/1\", \"content\": {\"host\": 7}}", "[]"])
    func `a torn or foreign file is an error that names it, never an absent one`(_ text: String) async throws {
        let scene = try LedgerScene()
        defer { scene.end() }
        let ledger = try scene.ledger()
        try await ledger.close("hosta", because: "evacuate")
        try scene.overwrite("mark-hosta.json", text)
        let failure = await #expect(throws: Failure.self) { try await ledger.closedHosts() }
        #expect(failure?.subject.hasSuffix("/.p2v/mark-hosta.json") == true)
        #expect(failure?.next.contains("closes the host of its name") == true)
    }

    @Test func `a newer p2v's file is refused with its format`() async throws {
        let scene = try LedgerScene()
        defer { scene.end() }
        let ledger = try scene.ledger()
        try await ledger.close("hosta", because: "evacuate")
        try scene.overwrite("mark-hosta.json", "{\"format\": \"p2v-ledger/2\", \"content\": []}")
        let failure = await #expect(throws: Failure.self) { try await ledger.closedHosts() }
        #expect(failure?.exit == .refused && failure?.because.contains("p2v-ledger/2") == true)
    }

    // An SR that went away is not an SR without marks.
    @Test func `a place that cannot be reached is an error, not an empty one`() async throws {
        let scene = try LedgerScene()
        defer { scene.end() }
        let ledger = try scene.ledger()
        try await ledger.close("hosta", because: "evacuate")
        let other = try scene.ledger()
        try FileManager.default.removeItem(atPath: scene.folder)
        try Data().write(to: URL(fileURLWithPath: scene.folder))
        await #expect(throws: Failure.self) { try await other.closedHosts() }
    }

    // Definitions hold passwords of consoles.
    @Test func `pages are kept once, for their owner's eyes only`() async throws {
        let scene = try LedgerScene()
        defer { scene.end() }
        let page = HostPage(
            host: "hosta", machines: [BalanceMachine(name: "web", host: "hosta", vcpus: 1, memoryMiB: 512)],
            definitions: ["web": "<domain/>"], disks: ["web": ["nfs://nas/sr/web.raw"]], seenAt: Moment(seconds: 1))
        try await scene.ledger("anna").keep([page])
        var later = page
        later.seenAt = Moment(seconds: 2)
        try await scene.ledger("nightly").keep([later])
        #expect(try await scene.ledger().page(of: "hosta") == page)
        later.definitions["web"] = "<domain type='kvm'/>"
        try await scene.ledger().keep([later])
        #expect(try await scene.ledger().page(of: "hosta") == later)
        #expect(try await scene.ledger().page(of: "hostb") == nil)
        #expect(try scene.mode(scene.folder) == 0o700)
        for file in try scene.files() { #expect(try scene.mode("\(scene.folder)/\(file)") == 0o600) }
    }

    // Whoever may write to the SR could lead the state, and the lease, to a place of his choice.
    @Test func `a link in the folder's place is not followed`() async throws {
        let scene = try LedgerScene()
        defer { scene.end() }
        try FileManager.default.createSymbolicLink(atPath: scene.folder, withDestinationPath: "/tmp")
        await #expect(throws: Failure.self) { try await scene.ledger().closedHosts() }
        await #expect(throws: Failure.self) { try await scene.ledger().close("hosta", because: "evacuate") }
    }
}
