import Testing

@testable import LiveMigration

/// Who keeps a machine after a move that broke. A wrong line here is two copies on one disk, or none at all.
@Suite struct SettlementRuleTests {
    private func step(_ source: Standing, _ destination: Standing, switched: Bool = true, postCopy: Bool = false)
        -> SettlementRule.Step
    {
        SettlementRule(
            from: "a", to: "b", source: source, destination: destination, mayHaveSwitched: switched, postCopy: postCopy
        ).step
    }

    @Test func `one copy that runs alone is left alone`() {
        #expect(step(.running, .absent) == .done(holder: "a"))
        #expect(step(.running, .off) == .done(holder: "a"))
        #expect(step(.absent, .running) == .done(holder: "b"))
        #expect(step(.off, .running) == .done(holder: "b"))
    }

    @Test func `of two copies that run, the destination's stays: its disks are newer`() {
        #expect(step(.running, .running) == .stop("a"))
        #expect(step(.paused, .running) == .stop("a"))
    }

    @Test func `a copy that never ran goes before the other may run`() {
        #expect(step(.running, .paused) == .stop("b"))
        #expect(step(.paused, .paused) == .stop("b"))
        #expect(step(.paused, .absent) == .resume("a"))
    }

    /// Half of the memory is on each side then: stopping either one loses the machine.
    @Test func `a broken post-copy is taken up again, never stopped`() {
        #expect(step(.paused, .paused, postCopy: true) == .recoverPostCopy)
    }

    /// libvirt tells which copies are parts, also after p2v was killed and nobody knows what it had begun.
    @Test func `a part of a machine is never stopped and never let go on, whatever the other host has`() {
        let all: [Standing] = [.silent, .absent, .off, .running, .paused, .split, .torn]
        for part in [Standing.split, .torn] {
            for other in all {
                for step in [step(part, other), step(other, part), step(part, other, postCopy: true)] {
                    switch step {
                    case .wait, .recoverPostCopy: break
                    case .done(let holder): #expect(holder == nil && other.isEmpty)
                    case .stop, .resume, .pause: Issue.record("\(part), \(other): \(step)")
                    }
                }
            }
        }
        #expect(step(.torn, .torn) == .recoverPostCopy)
        #expect(step(.split, .split) == .wait("a"))
        #expect(step(.torn, .silent) == .wait("b"))
    }

    @Test func `a silent destination holds the source's copy once the pause has begun, and not before`() {
        #expect(step(.running, .silent, switched: true) == .pause("a"))
        #expect(step(.running, .silent, switched: false) == .done(holder: "a"))
        #expect(step(.paused, .silent) == .wait("b"))
        #expect(step(.absent, .silent) == .wait("b"))
    }

    @Test(arguments: [Standing.silent, .absent, .off, .running, .paused, .split, .torn])
    func `a silent source is waited for, whatever the destination has`(_ destination: Standing) {
        #expect(step(.silent, destination) == .wait("a"))
    }

    /// Whatever the rule says who holds it: who has a part of the memory, or is silent, has no machine that runs.
    @Test func `a move is settled only when its holder runs, whole`() {
        for standing in [Standing.silent, .absent, .off, .running, .paused, .split, .torn] {
            let moved = MigrationSettled(
                machine: "dns", from: "a", to: "b", source: .absent, destination: standing, holder: "b", actions: [],
                followedSeconds: 0)
            let stayed = MigrationSettled(
                machine: "dns", from: "a", to: "b", source: standing, destination: .absent, holder: "a", actions: [],
                followedSeconds: 0)
            #expect(moved.isSettled == (standing == .running), "\(standing)")
            #expect(stayed.isSettled == (standing == .running), "\(standing)")
        }
    }

    @Test func `a machine that its owner shut down in the middle is held by nobody`() {
        #expect(step(.off, .absent) == .done(holder: nil))
        #expect(step(.absent, .absent) == .done(holder: nil))
    }

    /// The rule that matters most, over everything that can be: nothing lets a copy run while another may run.
    @Test func `no copy is let go on unless the other has no process`() {
        let all: [Standing] = [.silent, .absent, .off, .running, .paused, .split, .torn]
        for source in all {
            for destination in all {
                for (switched, postCopy) in [(true, true), (true, false), (false, true), (false, false)] {
                    switch step(source, destination, switched: switched, postCopy: postCopy) {
                    case .resume("a"): #expect(destination.isEmpty)
                    case .resume("b"): #expect(source.isEmpty)
                    case .done(let holder):
                        #expect(holder != nil || !(source.isHeld && destination.isHeld))
                    case .stop("a"):
                        #expect(destination == .running && !source.isPart)
                    case .stop:
                        #expect((source == .running || source == .paused) && !destination.isPart)
                    case .pause, .resume, .wait, .recoverPostCopy: break
                    }
                }
            }
        }
    }
}
