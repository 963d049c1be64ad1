import Estate
import Foundation
import TestFiles
import Testing
@testable import ImageStores

@Suite struct ImageLeaseTests {
    private let scratch: Scratch
    private let store: DirectoryImageStore

    init() throws {
        scratch = try Scratch()
        store = try DirectoryImageStore(path: scratch.path)
    }

    private var path: String { "\(scratch.path)/x.raw.lease" }

    private func forge(_ changes: [String: (any Sendable)?]) throws {
        var lease = try #require(
            try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: path))) as? [String: Any])
        for (key, value) in changes { lease[key] = value }
        try JSONSerialization.data(withJSONObject: lease).write(to: URL(fileURLWithPath: path))
    }

    private func take(_ unlock: String? = nil, here: ProcessIdentity = .here) async throws -> ImageLease {
        try await ImageLease(of: "x.raw", in: store, unlock: unlock, here: here)
    }

    // Two copies into one image mix two disks.
    @Test func `of many that ask at once one has the lease`() async throws {
        let winners = await race()
        #expect(winners.count == 1)
        #expect(try await store.list().map(\.name) == ["x.raw.lease"])
        try await winners[0].release()
        #expect(try await store.list().isEmpty)
    }

    // A dead lease is where two that come at once could both believe that they have it.
    @Test func `of many that follow a dead one at once one has the lease`() async throws {
        for _ in 0..<20 {
            let dead = try await take()
            try forge(["began": "1"])
            let winners = await race()
            #expect(winners.count == 1)
            try await dead.release()
            #expect(try await store.list().map(\.name) == ["x.raw.lease"])
            try await winners[0].release()
        }
    }

    private func race() async -> [ImageLease] {
        let store = store
        return await withTaskGroup(of: ImageLease?.self) { group in
            for _ in 0..<20 { group.addTask { try? await ImageLease(of: "x.raw", in: store) } }
            var winners: [ImageLease] = []
            for await lease in group { if let lease { winners.append(lease) } }
            return winners
        }
    }

    // One who died while he followed a dead one must not block the image for ever.
    @Test func `a takeover that was cut is taken over`() async throws {
        _ = try await take()
        let owner = try Data(contentsOf: URL(fileURLWithPath: path))
        try forge(["began": "1"])
        let id = try #require(JSONSerialization.jsonObject(with: owner) as? [String: Any])["id"] as? String ?? ""
        let cut = String(decoding: owner, as: UTF8.self).replacing(id, with: "cafe")
        let text = try NSRegularExpression(pattern: "\"began\" : \"[0-9]*\"").stringByReplacingMatches(
            in: cut, range: NSRange(cut.startIndex..., in: cut), withTemplate: "\"began\" : \"1\"")
        _ = try scratch.file("x.raw.lease.after-\(id)", Array(text.utf8))
        try await take().release()
        #expect(try await store.list().isEmpty)
    }

    @Test func `a second one is told who has it`() async throws {
        let first = try await take()
        let failure = await #expect(throws: Failure.self) { _ = try await take() }
        #expect(failure?.exit == .busy && failure?.because.contains("process \(getpid())") == true)
        try await first.release()
    }

    // A killed copy must be resumable without a hunt for lock files.
    @Test func `the lease of a dead process of this machine is taken over`() async throws {
        _ = try await take()
        try forge(["began": "1"])
        try await take().release()
        #expect(try await store.list().isEmpty)
        _ = try await take()
        try forge(["boot": "00000000-0000-0000-0000-000000000000 pid:[1]"])
        try await take().release()
    }

    // Nobody here knows whether another machine's copy still writes.
    @Test func `the lease of another machine is refused until it is broken by its id`() async throws {
        _ = try await take()
        try forge(["host": "elsewhere", "machine": "other", "boot": "other", "id": "cafe"])
        let failure = await #expect(throws: Failure.self) { _ = try await take() }
        #expect(failure?.exit == .busy && failure?.next.contains("--unlock cafe") == true)
        try await take("cafe").release()
        #expect(try await store.list().isEmpty)
    }

    // A killed night that its parent had not looked after yet kept the pool closed: for ever where nobody looks after it.
    @Test func `a lease is taken over from a process that was killed and not yet waited for`() async throws {
        var child: pid_t = 0
        #expect(posix_spawn(&child, "/bin/true", nil, nil, [nil], nil) == 0)
        defer { waitpid(child, nil, 0) }
        var ended = siginfo_t()
        #expect(waitid(P_PID, id_t(child), &ended, WEXITED | WNOWAIT) == 0)
        #expect(ProcessIdentity.running(child) == .no)
        #expect(ProcessIdentity.running(getpid()) != .no)
    }

    // The nightly unit hides /proc/sys: its lease looked like one of an earlier boot, and two wrote into one image.
    @Test(
        arguments: [
            ["boot": " pid:[4026531836]"], ["boot": ""], ["machine": nil], ["began": ""],
        ] as [[String: (any Sendable)?]])
    func `a lease that does not tell whether its owner lives is refused, with all that is known`(
        forged: [String: (any Sendable)?]
    ) async throws {
        _ = try await take()
        try forge(forged)
        try forge(["id": "cafe"])
        let failure = await #expect(throws: Failure.self) { _ = try await take() }
        #expect(failure?.exit == .busy && failure?.because.contains("is not known") == true)
        #expect(failure?.because.contains("process \(getpid()) on \(ProcessInfo.processInfo.hostName)") == true)
        #expect(failure?.because.contains("since 20") == true && failure?.next.contains("--unlock cafe") == true)
        try await take("cafe").release()
    }

    @Test func `who cannot read his own boot id takes nobody's lease over`() async throws {
        _ = try await take()
        try forge(["began": "1"])
        var blind = ProcessIdentity.here
        blind.boot = nil
        let failure = await #expect(throws: Failure.self) { _ = try await take(here: blind) }
        #expect(failure?.exit == .busy && failure?.because.contains("boot id cannot be read") == true)
    }

    // An empty file said "others take it at the same time" for ever.
    @Test(arguments: ["", "{\"format\" : \"p2v-le"]) func `a torn lease is refused with the way out`(text: String)
        async throws
    {
        _ = try scratch.file("x.raw.lease", Array(text.utf8))
        let failure = await #expect(throws: Failure.self) { _ = try await take() }
        #expect(failure?.exit == .busy && failure?.because.contains("torn") == true)
        #expect(failure?.next.contains("--unlock unreadable") == true)
        try await take("unreadable").release()
        #expect(try await store.list().isEmpty)
    }

    // An id with a way out of the folder in it became a part of files' names, a time far away ended p2v with a trap, and a
    // process of no such number was gone for certain.
    @Test(
        arguments: [
            ["id": "../../etc/x"], ["id": ""], ["since": 1e300], ["process": -5], ["process": 0],
            ["format": "p2v-lease/9"],
        ] as [[String: any Sendable]])
    func `a lease that no p2v wrote is refused with the way out`(changes: [String: any Sendable]) async throws {
        _ = try await take()
        try forge(changes)
        let failure = await #expect(throws: Failure.self) { _ = try await take() }
        #expect(failure?.exit == .busy && failure?.next.contains("--unlock unreadable") == true)
        try await take("unreadable").release()
    }

    // The answer to the step that named it was lost, and the step was sent again.
    @Test func `a lease that is mine already is mine`() async throws {
        let lease = try await take()
        try FileManager.default.linkItem(atPath: path, toPath: path + ".again")
        try await store.rename("x.raw.lease.again", to: "x.raw.lease")
        try await lease.release()
        #expect(try await store.list().isEmpty)
    }
}
