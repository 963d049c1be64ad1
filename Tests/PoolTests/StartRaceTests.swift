internal import Estate
internal import Synchronization
internal import Testing

@testable internal import Pool

/// Two consoles that look at the same moment both see nobody: without the second look both guests write to one image.
@Suite struct StartRaceTests {
    private func known(_ uuid: String, on host: String, active: Bool = true, isHeld: Bool = false) -> StartGuard.Known {
        StartGuard.Known(
            name: "vm-\(uuid)", uuid: uuid, host: host, active: active, images: [ImageName("nfs://nfs1/sr/a.raw")],
            isHeld: isHeld)
    }

    private func verdict(
        _ mine: StartGuard.Known, _ others: [StartGuard.Known], silent: [(host: String, reason: String)] = [],
        dead: Set<String> = []
    ) -> StartRace.Verdict {
        StartRace(guarding: StartGuard(known: [mine] + others, unreachable: silent, distinctServers: []))
            .verdict(on: mine, despiteSilenceOf: dead)
    }

    @Test func `a machine alone goes on, and does not take itself for another`() {
        #expect(verdict(known("a", on: "h1", isHeld: true), []) == .goOn)
        #expect(verdict(known("a", on: "h1", isHeld: true), [known("b", on: "h2", active: false)]) == .goOn)
    }

    @Test func `beside one that runs it is stopped, whatever the order`() {
        for other in ["0", "z"] {
            guard case .stop = verdict(known("a", on: "h1", isHeld: true), [known(other, on: "h2")]) else {
                Issue.record("not stopped beside \(other)")
                continue
            }
        }
    }

    @Test func `of two that are held one waits and the other is stopped, as both of them see it`() {
        let (a, b) = (known("a", on: "h1", isHeld: true), known("b", on: "h2", isHeld: true))
        guard case .wait = verdict(a, [b]), case .stop = verdict(b, [a]) else {
            Issue.record("\(verdict(a, [b])), \(verdict(b, [a]))")
            return
        }
        // The same machine on two hosts.
        let (one, two) = (known("a", on: "h1", isHeld: true), known("a", on: "h2", isHeld: true))
        guard case .wait = verdict(one, [two]), case .stop = verdict(two, [one]) else {
            Issue.record("\(verdict(one, [two])), \(verdict(two, [one]))")
            return
        }
    }

    @Test func `one that is on its way out is waited for, whatever the order`() {
        for other in ["0", "z"] {
            var leaving = known(other, on: "h2")
            leaving.isLeaving = true
            guard case .wait = verdict(known("a", on: "h1", isHeld: true), [leaving]) else {
                Issue.record("not waited for \(other)")
                continue
            }
        }
    }

    @Test func `a host that fell silent since the first look stops it`() {
        guard
            case .stop(let because) = verdict(
                known("a", on: "h1", isHeld: true), [], silent: [("h2", "no route to host")])
        else {
            Issue.record("it goes on")
            return
        }
        #expect(because.contains("h2") && because.contains("no route"))
    }

    @Test func `one that is off for certain does not, but another beside it does`() {
        let silent = [("h2", "off"), ("h3", "no route to host")]
        #expect(verdict(known("a", on: "h1", isHeld: true), [], silent: [silent[0]], dead: ["h2"]) == .goOn)
        guard case .stop(let because) = verdict(known("a", on: "h1", isHeld: true), [], silent: silent, dead: ["h2"])
        else {
            Issue.record("it goes on")
            return
        }
        #expect(because.contains("h3"))
    }

    /// Every order in which two starters can take their steps: start held, look, then go on, look again, or stop and be
    /// gone a moment later.
    @Test func `whatever the order of steps, two never run together, and one runs in the end`() {
        var histories = 0
        func play(_ world: Race, _ path: [Int]) {
            #expect(world.running <= 1, "\(path)")
            let next = (0..<2).filter { !world.isDone($0) }
            guard !next.isEmpty, path.count < 14 else {
                histories += 1
                if next.isEmpty { #expect(world.running == 1, "\(path)") }
                return
            }
            for side in next {
                var world = world
                world.step(side)
                play(world, path + [side])
            }
        }
        play(Race(), [])
        #expect(histories > 100)
    }

    @Test func `one that is waited for in vain is not passed`() async throws {
        let reason = try await StartRace.decide(.init(looks: 3, pause: .zero)) { .wait(for: "vm-b is there") }
        #expect(reason == "vm-b is there, held still, and stays so")
    }

    @Test func `an interrupted start is taken back, and one that cannot be says so`() async {
        let stopped = Mutex(0)
        await #expect(throws: CancellationError.self) {
            try await StartRace.settle(
                "vm", on: "h1", look: { throw CancellationError() }, goOn: { Issue.record("it went on") },
                stop: { stopped.withLock { $0 += 1 } })
        }
        let count = stopped.withLock { $0 }
        #expect(count == 1)
        await #expect {
            try await StartRace.settle(
                "vm", on: "h1", look: { .stop(because: "vm runs on h2") }, goOn: {},
                stop: { throw Failure("power off", on: "vm", because: "h1 is gone", next: "look") })
        } throws: { error in
            let failure = error as? Failure
            return failure?.because.contains("h1 is gone") == true && failure?.next.contains("by hand") == true
        }
    }
}

/// Two starters in a world of two hosts; each step is what one of them does without a pause of its own.
private struct Race {
    private enum Phase { case first, start, look, goOn, stop, leave, done }

    private var phases = [Phase.first, .first]
    private var states = [Machine.State.shutOff, .shutOff]

    var running: Int { states.filter { $0 == .running }.count }

    func isDone(_ side: Int) -> Bool { phases[side] == .done }

    private var known: [StartGuard.Known] {
        states.indices.map { side in
            StartGuard.Known(
                name: "vm\(side)", uuid: "\(side)", host: "h\(side)", active: states[side] != .shutOff,
                images: [ImageName("/srv/a.raw")], isHeld: states[side] == .paused && phases[side] != .leave,
                isLeaving: phases[side] == .leave)
        }
    }

    mutating func step(_ side: Int) {
        let guarding = StartGuard(known: known, unreachable: [], distinctServers: [])
        switch phases[side] {
        case .first:
            let free = (try? guarding.check(known[side], despiteSilenceOf: [])) != nil
            phases[side] = free ? .start : .done
        case .start: (states[side], phases[side]) = (.paused, .look)
        case .look:
            switch StartRace(guarding: guarding).verdict(on: known[side], despiteSilenceOf: []) {
            case .goOn: phases[side] = .goOn
            case .stop: phases[side] = .stop
            case .wait: break
            }
        case .goOn: (states[side], phases[side]) = (.running, .done)
        // QEMU takes a moment to go, and libvirt says so.
        case .stop: phases[side] = .leave
        case .leave: (states[side], phases[side]) = (.shutOff, .done)
        case .done: break
        }
    }
}
