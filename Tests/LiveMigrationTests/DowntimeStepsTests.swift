import Testing

@testable import LiveMigration

/// When the pause may become longer: too early costs every service, too late never ends.
@Suite struct DowntimeStepsTests {
    @Test func `the limit stays while passes are few`() {
        var steps = DowntimeSteps(DowntimePolicy())
        for pass in UInt64(1)...3 { #expect(steps.next(iteration: pass, remaining: 100 >> pass, at: 1) == .stay) }
    }

    @Test func `the limit doubles with every third pass, up to the maximum`() {
        var steps = DowntimeSteps(DowntimePolicy(startMilliseconds: 30, maximumMilliseconds: 100))
        #expect(steps.next(iteration: 4, remaining: 100, at: 5) == .raise(to: 60))
        #expect(steps.next(iteration: 5, remaining: 90, at: 6) == .stay)
        #expect(steps.next(iteration: 7, remaining: 80, at: 8) == .raise(to: 100))
        #expect(steps.next(iteration: 11, remaining: 70, at: 9) == .stay)
    }

    @Test func `forty seconds without progress lead to the maximum, and then to the end`() {
        var steps = DowntimeSteps(DowntimePolicy())
        #expect(steps.next(iteration: 2, remaining: 1 << 30, at: 0) == .stay)
        #expect(steps.next(iteration: 2, remaining: 1 << 30, at: 41) == .raise(to: 500))
        #expect(steps.next(iteration: 5, remaining: 1 << 30, at: 80) == .stay)
        #expect(
            steps.next(iteration: 6, remaining: 1 << 30, at: 82)
                == .giveUp("1024 MiB remain after 6 passes, at the limit of 500 ms"))
    }

    /// Post-copy can lose the machine when a link breaks: nobody gets it who did not ask for it.
    @Test func `a stalled move switches to post-copy only where the owner allows it, and once`() {
        var steps = DowntimeSteps(DowntimePolicy(maximumMilliseconds: 30, stallSeconds: 10, postCopy: true))
        #expect(steps.next(iteration: 2, remaining: 1 << 30, at: 0) == .stay)
        #expect(steps.next(iteration: 9, remaining: 1 << 30, at: 9) == .stay)
        #expect(steps.next(iteration: 9, remaining: 1 << 30, at: 11) == .postCopy)
        #expect(steps.next(iteration: 20, remaining: 1 << 30, at: 60) == .stay)
    }

    /// Progress of four percent or less is noise: without this rule a plateau is never recognised.
    @Test func `a remainder that shrinks by less than four percent is no progress`() {
        var steps = DowntimeSteps(DowntimePolicy(startMilliseconds: 30, maximumMilliseconds: 30, stallSeconds: 40))
        #expect(steps.next(iteration: 2, remaining: 1000, at: 0) == .stay)
        #expect(steps.next(iteration: 6, remaining: 970, at: 39) == .stay)
        #expect(steps.next(iteration: 7, remaining: 961, at: 41) != .stay)
        var moving = DowntimeSteps(DowntimePolicy(startMilliseconds: 30, maximumMilliseconds: 30, stallSeconds: 40))
        #expect(moving.next(iteration: 2, remaining: 1000, at: 0) == .stay)
        #expect(moving.next(iteration: 6, remaining: 950, at: 39) == .stay)
        #expect(moving.next(iteration: 7, remaining: 949, at: 41) == .stay)
    }

    @Test func `a start above the maximum is brought down to it`() {
        #expect(DowntimePolicy(startMilliseconds: 300, maximumMilliseconds: 50).startMilliseconds == 50)
    }

    @Test func `the time limit grows with memory`() {
        #expect(TimeLimit.seconds(memoryBytes: 1 << 29) == 300)
        #expect(TimeLimit.seconds(memoryBytes: 8 << 30) == 1200)
    }
}
