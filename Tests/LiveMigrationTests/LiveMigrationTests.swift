import Estate
import Pool
import Synchronization
import TestSupport
import Testing

@testable import LiveMigration

/// The order of things around a move: what is checked, kept, and said when it fails.
@Suite struct LiveMigrationTests {
    private func migration(_ pool: FakePool, _ journal: MemoryJournal = MemoryJournal()) -> LiveMigration {
        LiveMigration(pool: pool, journal: journal, now: { Moment(seconds: 5) })
    }

    @Test func `a finished move is reported with its pause and is in the journal`() async throws {
        let journal = MemoryJournal()
        let record = try await migration(FakePool(.succeeds), journal).run(MigrationOrder(machine: "dns", to: "hostb"))
        #expect(record.report.from == "hosta" && record.report.to == "hostb")
        #expect(record.report.pauseMilliseconds == 80)
        #expect(record.report.job.downtimeMilliseconds == 80)
        #expect(try await journal.records(of: "migrate/dns").map(\.event) == [.started, .progressed, .finished])
    }

    /// A move that libvirt would refuse half way costs the guest a pause for nothing.
    @Test func `a critical finding stops the move before it starts`() async throws {
        let finding = Concern(id: "x", severity: .critical, seen: "no room", matters: "m", advice: "a")
        let journal = MemoryJournal()
        let failure = try await #require(throws: Failure.self) {
            try await self.migration(FakePool(.succeeds, concerns: [finding]), journal)
                .run(MigrationOrder(machine: "dns", to: "hostb"))
        }
        #expect(failure.exit == .refused)
        #expect(failure.because == "no room")
        #expect(try await journal.records(of: "migrate/dns").isEmpty)
    }

    /// After a failure the operator's first question is where the machine runs.
    @Test func `a failed move says which host runs the machine`() async throws {
        let broken = Failure("migrate the machine", on: "dns", because: "the link broke", next: "look")
        let journal = MemoryJournal()
        let failure = try await #require(throws: Failure.self) {
            try await self.migration(FakePool(.fails(broken)), journal)
                .run(MigrationOrder(machine: "dns", to: "hostb"))
        }
        #expect(failure.because == "the link broke; the machine is running on hosta")
        #expect(try await journal.records(of: "migrate/dns").last?.event == .failed)
    }

    @Test func `a move that the operator stops leaves the machine at the source and says so`() async throws {
        let pool = FakePool(.hangs)
        let move = migration(pool)
        let task = Task { try await move.run(MigrationOrder(machine: "dns", to: "hostb")) }
        try await until("it moves") { pool.moving.withLock(\.self) }
        task.cancel()
        let failure = try await #require(throws: Failure.self) { _ = try await task.value }
        #expect(failure.exit == .interrupted)
        #expect(failure.because.contains("running on hosta"))
    }

    /// The operator would wait for ever, and a night would stand still until the morning.
    @Test(.timeLimit(.minutes(1)), arguments: [nil, Duration.milliseconds(100)])
    func `a move that its host does not end when it is told to is left, and stays open in the journal`(
        _ limit: Duration?
    ) async throws {
        let (pool, journal) = (FakePool(.hangsAtAbort), MemoryJournal())
        var move = migration(pool, journal)
        move.abortLimit = .milliseconds(200)
        var order = MigrationOrder(machine: "dns", to: "hostb")
        order.timeLimit = limit
        let task = Task { [move, order] in try await move.run(order) }
        try await until("it moves") { pool.moving.withLock(\.self) }
        if limit == nil { task.cancel() }
        let failure = try await #require(throws: Failure.self) { _ = try await task.value }
        #expect(failure.because.contains("the machine runs on hosta, which does not end the move"))
        #expect(failure.next.contains("p2v migrate --attach dns"))
        #expect(try await journal.records(of: "migrate/dns").map(\.event) == [.started])
    }

    @Test func `a move that does not end is given up at its time limit`() async throws {
        var order = MigrationOrder(machine: "dns", to: "hostb")
        order.timeLimit = .milliseconds(300)
        let pool = FakePool(.hangs)
        let failure = try await #require(throws: Failure.self) { _ = try await self.migration(pool).run(order) }
        #expect(failure.because.contains("time limit"))
        // None where the machine was too busy to look at the job in time.
        #expect([[], [.maxDowntime(milliseconds: 60)]].contains(pool.changes.withLock(\.self)))
    }

    /// As QEMU 10.0 leaves it whose peer dies while it begins the post-copy: a night would stand still until the morning.
    @Test func `a post-copy whose destination has ended is left, though its call never comes back`() async throws {
        var order = MigrationOrder(machine: "dns", to: "hostb")
        order.downtime = DowntimePolicy(
            startMilliseconds: 30, maximumMilliseconds: 30, stallSeconds: 0.1, postCopy: true)
        order.patience = .milliseconds(200)
        let pool = FakePool(.hangsAtSwitch)
        var move = migration(pool)
        move.endedLimit = 0.3
        let failure = try await #require(throws: Failure.self) { _ = try await move.run(order) }
        #expect(pool.changes.withLock(\.self) == [.postCopy])
        #expect(failure.because.contains("has ended in the post-copy, and hosta does not end the move"))
        #expect(failure.because.contains("what hosta holds was not touched"))
        #expect(failure.next.contains("virsh destroy dns on hosta"))
    }

    /// Half of the machine is on each side: an abort at the time limit would lose it.
    @Test func `a post-copy is not given up at the move's time limit, and is written down before it begins`()
        async throws
    {
        var order = MigrationOrder(machine: "dns", to: "hostb")
        order.downtime = DowntimePolicy(startMilliseconds: 30, maximumMilliseconds: 30, stallSeconds: 0, postCopy: true)
        order.timeLimit = .seconds(1)
        let (pool, journal) = (FakePool(.succeedsAfterPostCopy(.milliseconds(1000))), MemoryJournal())
        let record = try await migration(pool, journal).run(order)
        #expect(record.report.to == "hostb" && pool.changes.withLock(\.self) == [.postCopy])
        let steps = try await journal.records(of: "migrate/dns").map(\.step)
        #expect(steps.contains("post-copy"), "\(steps)")
    }

    /// Each would wait for a connection to a host behind a cut cable, and the end of the move for all of them.
    @Test func `a host that has not answered is not asked again, and its old answer does not count for long`()
        async throws
    {
        let asked = Mutex(0)
        let question = PatientQuestion(freshness: .milliseconds(50)) {
            let number = asked.withLock { asked in
                asked += 1
                return asked
            }
            if number == 2 { try await Task.sleep(for: .milliseconds(300)) }
            return number
        }
        #expect(question.look().value == nil)
        try await until("the first answer is there") { question.look() == .known(1) }
        try await until("the second takes long") { question.look().value == nil }
        for _ in 0..<100 { #expect(question.look().value == nil) }
        #expect(asked.withLock(\.self) == 2)
        try await until("it has come") { (question.look().value ?? 0) >= 2 }
    }

    @Test func `a destination that is back, or does not answer, has not ended`() {
        let off = MachineCondition(.shutOff)
        let looks: [(at: Double, seen: Observed<MachineCondition?>)] = [
            (10, .known(nil)), (39, .known(off)), (39.5, .known(MachineCondition(.running))),
            (90, .known(MachineCondition(.crashed))), (100, .known(nil)), (120, .unknown(because: "no answer")),
            (129, .known(off)), (131, .unknown(because: "no answer")), (132, .known(nil)),
        ]
        var ended = EndedCopy(limit: 30)
        let over = looks.filter { ended.isOver($0.seen, at: $0.at) }.map(\.at)
        #expect(over == [132])
    }
}
