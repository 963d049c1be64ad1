import Converter
import Dispatcher
import Estate
import Foundation
import SourceControl
import Synchronization
import TestSupport
import Testing

@testable import Operations

/// If these fail, one broken server keeps the others of a night from moving, or a service stops when none should.
@Suite struct `The servers of a plan` {
    @Test func `become VMs beside one that fails, which is parked with its reason and works on`() async throws {
        let room = try Room(["dns01", "mail", "web"])
        await room.sources["mail"]?.change { $0.disksNow = [:] }
        let outcome = try await room.run()
        #expect(outcome.servers.map(\.result) == [.done, .parked, .done], "\(outcome.servers)")
        #expect(outcome.exit == .partly)
        let mail = outcome.servers[1]
        #expect(mail.reason?.contains("the server has none of this name") == true)
        #expect(mail.next?.isEmpty == false && mail.outageSeconds == nil)
        #expect(outcome.servers[0].outageSeconds != nil)
        #expect(try await room.vmRuns("dns01"))
        #expect(try await room.vmRuns("web"))
        #expect(await room.serves("mail"))
    }

    // What was rehearsed in the week is cut over on Saturday: nothing of it may be skipped then, and nothing stopped before.
    @Test func `are rehearsed again and again without a stop, and become VMs later`() async throws {
        let room = try Room(["dns01", "web"])
        for _ in 1...2 {
            let rehearsed = try await room.run(resume: true) {
                ($0.mode, $0.options.rehearsesOnly) = (.rehearse, true)
            }
            #expect(rehearsed.servers.map(\.result) == [.rehearsed, .rehearsed] && rehearsed.exit == .done)
            #expect(room.stops.withLock { $0.isEmpty })
        }
        let seen = room.events.withLock { events in
            events.compactMap { if case .rehearsed(_, let seen) = $0 { seen } else { nil } }
        }
        #expect(seen.count == 4 && seen.allSatisfy { $0.contains("has started here after 31.0 s") })
        #expect(try await room.run(resume: true).servers.map(\.result) == [.done, .done])
        let late = try await room.run(resume: true) { ($0.mode, $0.options.rehearsesOnly) = (.rehearse, true) }
        #expect(late.servers.map(\.result) == [.doneBefore, .doneBefore])
    }

    @Test func `that are all done end with 0, and all refused with refused`() async throws {
        let room = try Room(["dns01", "web"])
        #expect(try await room.run().exit == .done)
        let broken = try Room(["dns01", "web"])
        for source in broken.sources.values { await source.change { $0.disksNow = [:] } }
        #expect(try await broken.run().exit == .refused)
    }

    @Test func `go on where they were: what is done is left alone`() async throws {
        let room = try Room(["dns01", "mail"])
        await room.sources["mail"]?.change { $0.disksNow = [:] }
        _ = try await room.run()
        let asked = await room.sources["dns01"]?.asked
        await room.sources["mail"]?.change {
            $0.disksNow = ["/dev/sda": SourceDisk(bytes: UInt64(Room.size), names: [])]
        }
        let outcome = try await room.run(resume: true)
        #expect(outcome.servers.map(\.result) == [.doneBefore, .done], "\(outcome.servers)")
        #expect(outcome.exit == .done)
        #expect(await room.sources["dns01"]?.asked == asked)
    }

    @Test func `stop in the order of the waves, and of who asks whom`() async throws {
        let room = try Room(["web", "app", "db"])
        let outcome = try await room.run(parallel: 3, waves: [wave("db", "app"), wave("web")])
        #expect(outcome.servers.map(\.server) == ["app", "db", "web"])
        let stops = room.stops.withLock { $0 }
        let (web, rest) = (try #require(stops["web"]), stops.filter { $0.key != "web" }.values)
        #expect(rest.allSatisfy { $0 < web })
        #expect(
            room.events.withLock { $0 }.contains {
                if case .waits("web", let because) = $0 { because.hasSuffix("goes first") } else { false }
            })
    }

    // The web server's proof would fail for the database's sake, with its source off.
    @Test func `are not stopped while one that they ask is not known to serve`() async throws {
        let room = try Room(["db", "web"])
        room.mute.withLock { $0 = ["db"] }
        let outcome = try await room.run(profiles: [asking("web", "10.0.0.2", "10.0.0.1"), listening("db", "10.0.0.1")])
        #expect(outcome.servers.map(\.result) == [.parked, .pending])
        #expect(outcome.servers[1].reason?.contains("it asks db, which is not known to serve") == true)
        #expect(await room.serves("web"))
    }

    // The web server would go before its database, and nobody would know that no order was kept.
    @Test func `that the scan did not see talking are said to have no order, before anything else`() async throws {
        let room = try Room(["db", "web"])
        var blind = asking("web", "10.0.0.2", "10.0.0.1")
        blind.connections = .unknown(because: "ss: not found")
        _ = try await room.run(profiles: [blind, listening("db", "10.0.0.1")])
        let remarks = room.remarks
        #expect(remarks.count == 1)
        #expect(remarks.first?.hasPrefix("order: who talks to web was not seen (ss: not found): ") == true)
        if case .remark = room.events.withLock({ $0.first }) {} else { Issue.record("it comes first") }
        let seen = try Room(["db", "web"])
        _ = try await seen.run(profiles: [asking("web", "10.0.0.2", "10.0.0.1"), listening("db", "10.0.0.1")])
        #expect(seen.remarks == [])
        // Waves that the plan keeps apart need no more order.
        let apart = try Room(["db", "web"])
        _ = try await apart.run(profiles: [], waves: [wave("db"), wave("web")])
        #expect(apart.remarks == [])
    }

    @Test func `stay warm outside of the window, with their services untouched, and say so with their exit code`()
        async throws
    {
        // Two in the afternoon until three; the faked clock is past that.
        let room = try Room(["dns01", "web"], at: 20_000)
        let outcome = try await room.run {
            $0.cutOver = .window(CutOverWindow(opens: Moment(seconds: 1000), closes: Moment(seconds: 19_000)))
        }
        #expect(outcome.servers.map(\.result) == [.pending, .pending])
        #expect(outcome.exit == .changesPending)
        #expect(room.stops.withLock { $0.isEmpty })
        #expect(outcome.servers[0].next?.contains("--resume --cut-over-at") == true)
        let again = try await room.run(resume: true)
        #expect(again.servers.map(\.result) == [.done, .done])
    }

    @Test func `wait warm for the window to open, and stop in it`() async throws {
        let room = try Room(["dns01", "web"], at: 0, tick: 20)
        let window = CutOverWindow(opens: Moment(seconds: 5000), closes: Moment(seconds: 500_000))
        let outcome = try await room.run { $0.cutOver = .window(window) }
        #expect(outcome.exit == .done)
        let stops = room.stops.withLock { $0.values }
        #expect(stops.count == 2 && stops.allSatisfy { (5000..<500_000).contains($0) })
    }

    @Test func `that are stopped by the operator say what is kept of each`() async throws {
        // The window is far away: all three stand warm, or wait for their turn.
        let room = try Room(["dns01", "mail", "web"], tick: 0.001)
        let work = Task {
            try await room.run(parallel: 1) {
                $0.cutOver = .window(
                    CutOverWindow(opens: Moment(seconds: 1_000_000), closes: Moment(seconds: 2_000_000)))
            }
        }
        try await until("one is warm") {
            room.events.withLock { $0.contains { if case .waits = $0 { true } else { false } } }
        }
        work.cancel()
        let outcome = try await work.value
        #expect(outcome.exit == .interrupted)
        // The second one may be in the middle of its copy.
        for server in outcome.servers {
            #expect(server.result == .stopped)
            #expect(["is kept", "nothing was changed"].contains { server.reason?.contains($0) == true }, "\(server)")
        }
        #expect(outcome.servers[0].reason?.contains("what was copied is kept") == true)
        for name in room.names { #expect(await room.serves(name)) }
        #expect(try await room.run(resume: true).exit == .done)
    }

    @Test func `are taken back one after the other, the last in line first, and on after a failure`() async throws {
        let room = try Room(["dns01", "web"])
        _ = try await room.run {
            $0.options.keepSource = true
        }
        let outcome = try await room.undo()
        #expect(outcome.servers.map(\.server) == ["web", "dns01"])
        #expect(outcome.servers.map(\.result) == [.takenBack, .takenBack], "\(outcome.servers)")
    }

    @Test func `that were not begun do not begin with a plan that is refused`() async throws {
        let room = try Room(["dns01", "web"])
        let no = Failure("carry out the plan", on: "plan.yaml", because: "spoiled", next: "correct it", exit: .refused)
        let outcome = try await room.run(resume: true, refusal: no)
        #expect(outcome.servers.map(\.result) == [.parked, .parked])
        #expect(outcome.servers[0].reason?.contains("spoiled") == true)
        #expect(room.stops.withLock { $0.isEmpty })
    }

    // MARK: Waves and scans

    private func wave(_ names: String...) -> Wave {
        let zero = Moment(seconds: 0)
        return Wave(
            name: "wave",
            servers: names.map {
                Wave.Member(server: $0, start: zero, finish: zero, copySeconds: 0, outageSeconds: 0)
            }, switchOff: [], reason: "")
    }

    private func listening(_ name: String, _ address: String) -> ServerProfile {
        Fixture.profile(name, address: address)
    }

    private func asking(_ name: String, _ address: String, _ peer: String) -> ServerProfile {
        var profile = Fixture.profile(name, address: address)
        profile.connections = .known([
            Connection(
                transport: "tcp", localAddress: address, localPort: 40_000, peerAddress: peer, peerPort: 5432,
                process: nil)
        ])
        return profile
    }
}
