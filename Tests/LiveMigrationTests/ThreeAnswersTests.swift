import Estate
import Pool
import Synchronization
import TestSupport
import Testing

@testable import LiveMigration

/// A question that is not answered is no "no". Whoever takes it for one switches off a machine in the middle of its
/// post-copy, or lets two copies run.
@Suite struct ThreeAnswersTests {
    /// Where a host never answers: longer than a busy machine takes for an answer that is there.
    private static let short: Duration = .milliseconds(300)

    private static func settlement(
        _ pool: BrokenPool, silentIsOff: Bool = false, answer: Duration = .seconds(60)
    ) -> Settlement {
        var settlement = Settlement(
            pool: pool, request: MigrationRequest(machine: "dns", from: "a", to: "b"), mayHaveSwitched: true,
            postCopy: true, patience: .milliseconds(100), silentIsOff: silentIsOff)
        settlement.answer = answer
        settlement.order = .milliseconds(50)
        return settlement
    }

    private static func migration(
        _ pool: any Pool, _ journal: MemoryJournal, answer: Duration = .seconds(60)
    ) -> LiveMigration {
        var migration = LiveMigration(pool: pool, journal: journal, now: { Moment(seconds: 2) })
        migration.answer = answer
        return migration
    }

    private static func started(_ detail: String) async throws -> MemoryJournal {
        let journal = MemoryJournal()
        try await journal.append(
            JournalRecord(
                run: "migrate/dns", step: "move", event: .started, at: Moment(seconds: 1), detail: detail))
        return journal
    }

    private static let record = #"{"from":"a","machine":"dns","tls":"true","to":"b"}"#

    /// In a post-copy the source's copy stands still and the destination's runs, with part of its memory on the source.
    @Test(arguments: [BrokenPool.JobAnswer.never, .fails, .late(.seconds(600))])
    func `a machine in post-copy is not stopped while its source does not tell of the job`(
        _ answer: BrokenPool.JobAnswer
    ) async {
        let pool = BrokenPool(["a": .paused, "b": .running])
        pool.state.withLock { $0.jobAnswer = answer }
        let settled = await Self.settlement(pool, answer: Self.short).settle()
        #expect(pool.acts.isEmpty)
        #expect(settled.holder == nil && !settled.isSettled)
    }

    @Test(arguments: [BrokenPool.JobAnswer.never, .fails])
    func `a source that stands still is not let go on while it does not tell of the job`(
        _ answer: BrokenPool.JobAnswer
    ) async {
        let pool = BrokenPool(["a": .paused, "b": .shutOff])
        pool.state.withLock { $0.jobAnswer = answer }
        _ = await Self.settlement(pool, answer: Self.short).settle()
        #expect(pool.acts.isEmpty)
    }

    @Test func `an answer that comes late and within its time is an answer`() async {
        let pool = BrokenPool(["a": .paused, "b": .shutOff])
        pool.state.withLock { $0.jobAnswer = .late(.milliseconds(10)) }
        let settled = await Self.settlement(pool).settle()
        #expect(pool.acts == ["resume a"] && settled.holder == "a")
    }

    @Test func `a source that is off for good, by the operator's word, need not tell of the job`() async {
        let pool = BrokenPool(["b": .paused], silent: ["a"])
        pool.state.withLock { $0.jobAnswer = .fails }
        let settled = await Self.settlement(pool, silentIsOff: true).settle()
        #expect(pool.acts == ["resume b"])
        #expect(settled.holder == "b" && settled.isSettled)
    }

    /// libvirt lets the source's copy go on when the destination's last answer is lost.
    @Test func `a machine whose source cannot be asked is not called settled`() async {
        let settled = await Self.settlement(BrokenPool(["b": .running], silent: ["a"])).settle()
        #expect(settled.holder == "b" && !settled.isSettled)
        #expect(settled.advice.contains("--despite-unreachable"))
    }

    @Test func `an order that hangs ends the wait, and nothing is called settled over it`() async {
        let pool = BrokenPool(["a": .running], silent: ["b"], wakesAfter: 1)
        pool.state.withLock { $0.hangsOn = "pause" }
        let settled = await Self.settlement(pool).settle()
        #expect(!settled.isSettled)
        #expect(settled.actions.first == "could not: held the copy on a still, because no answer came within 0.05 s")
    }

    @Test func `a state that the host itself does not know is not taken for paused`() {
        #expect(Standing(MachineCondition(.unknown)) == .silent)
    }

    @Test func `a machine that may be on a silent host is not simply unknown to the pool`() async throws {
        let pool = BrokenPool([:], silent: ["b"])
        let failure = try await #require(throws: Failure.self) { _ = try await pool.machine(named: "dns") }
        #expect(failure.because.hasSuffix("and b cannot be asked") && failure.next.contains("bring b back"))
        let empty = try await #require(throws: Failure.self) { _ = try await BrokenPool([:]).machine(named: "dns") }
        #expect(!empty.because.contains("cannot be asked"))
    }

    // MARK: After p2v was killed

    /// A note of failure would end the record: no run would ever look again, and the machine stays paused for ever.
    @Test func `what could not be settled stays open for the next run`() async throws {
        let journal = try await Self.started(Self.record)
        let pool = BrokenPool(["a": .paused], silent: ["b"])
        await #expect(throws: Failure.self) {
            _ = try await Self.migration(pool, journal).attach("dns", patience: .milliseconds(200))
        }
        pool.state.withLock { $0.silent = [] }
        let settled = try await Self.migration(pool, journal).attach("dns", patience: .milliseconds(200))
        #expect(settled.holder == "a" && pool.acts == ["resume a"])
    }

    @Test func `a record that cannot be read refuses a new move`() async throws {
        let journal = try await Self.started("half a rec")
        let failure = try await #require(throws: Failure.self) {
            _ = try await Self.migration(FakePool(.succeeds), journal).run(MigrationOrder(machine: "dns", to: "hostb"))
        }
        #expect(failure.exit == .refused && failure.because.contains("cannot be read"))
    }

    @Test func `a journal that cannot be read refuses a new move`() async throws {
        let pool = FakePool(.succeeds)
        let migration = LiveMigration(pool: pool, journal: UnreadableJournal(), now: { Moment(seconds: 2) })
        await #expect(throws: Failure.self) {
            _ = try await migration.run(MigrationOrder(machine: "dns", to: "hostb"))
        }
        #expect(pool.place.withLock(\.self) == "hosta")
    }

    @Test func `a record that cannot be read is closed when all hosts agree on the one that runs it`() async throws {
        let journal = try await Self.started("half a rec")
        let settled = try await Self.migration(BrokenPool(["b": .running]), journal).attach("dns")
        #expect(settled.holder == "b" && settled.isSettled)
        #expect(UnsettledMove.last(of: try await journal.records(of: "migrate/dns")) == .known(nil))
    }

    // A dead host that stays in the pool file held the machine's record open for ever.
    @Test func `a record that cannot be read is closed despite a host that is off, by the operator's word`()
        async throws
    {
        let journal = try await Self.started("half a rec")
        let pool = BrokenPool(["b": .running], silent: ["a"])
        let failure = await #expect(throws: Failure.self) {
            _ = try await Self.migration(pool, journal).attach("dns")
        }
        #expect(failure?.exit == .unproved)
        let settled = try await Self.migration(pool, journal).attach("dns", silentIsOff: true)
        #expect(settled.holder == "b" && settled.isSettled)
    }

    @Test(arguments: [BrokenPool.JobAnswer.never, .fails])
    func `whether a move is under way is said to be unknown, not denied`(_ answer: BrokenPool.JobAnswer) async throws {
        let pool = BrokenPool(["a": .running])
        pool.state.withLock { $0.jobAnswer = answer }
        let failure = try await #require(throws: Failure.self) {
            _ = try await Self.migration(pool, MemoryJournal(), answer: Self.short).attach("dns")
        }
        #expect(failure.exit == .unproved && failure.because.contains("a cannot be asked"))
    }

    /// With the wrong host for a destination, "absent there" would let the source go on beside the true one.
    @Test func `a move by somebody else whose destination nobody shows is not settled by guessing`() async throws {
        let pool = BrokenPool(["a": .paused], jobLooks: 1)
        pool.state.withLock { $0.hosts = ["a", "b", "c"] }
        let failure = try await #require(throws: Failure.self) {
            _ = try await Self.migration(pool, MemoryJournal()).attach("dns")
        }
        #expect(failure.exit == .unproved && pool.acts.isEmpty)
    }

    /// The fence holds the source, p2v is killed, the destination's copy never ran: nobody would ever let one go on.
    @Test func `two copies that stand still are settled when no post-copy was noted`() async throws {
        let journal = try await Self.started(
            #"{"from":"a","machine":"dns","notesPostCopy":"true","tls":"true","to":"b"}"#)
        let pool = BrokenPool(["a": .paused, "b": .paused])
        let settled = try await Self.migration(pool, journal).attach("dns")
        #expect(pool.acts == ["stop b", "resume a"] && settled.holder == "a")
    }

    /// An older p2v noted nothing: whether a post-copy began is not known, and neither copy may be stopped.
    @Test func `two copies that stand still are not stopped where nobody could have noted a post-copy`() async throws {
        let journal = try await Self.started(#"{"from":"a","machine":"dns","tls":"true","to":"b"}"#)
        let pool = BrokenPool(["a": .paused, "b": .paused])
        _ = try await Self.migration(pool, journal).attach("dns")
        #expect(pool.acts == ["recover"])
    }

    @Test func `two copies that stand still after a noted post-copy are taken up again`() async throws {
        let journal = try await Self.started(
            #"{"from":"a","machine":"dns","notesPostCopy":"true","tls":"true","to":"b"}"#)
        try await journal.append(
            JournalRecord(
                run: "migrate/dns", step: "post-copy", event: .progressed, at: Moment(seconds: 1), detail: ""))
        let pool = BrokenPool(["a": .paused, "b": .paused])
        _ = try await Self.migration(pool, journal).attach("dns")
        #expect(pool.acts == ["recover"])
    }

    @Test func `machines of a killed batch are settled one by one, and those that cannot be are named`() async throws {
        let journal = try await Self.started(Self.record)
        let pool = BrokenPool(["a": .paused], silent: ["b"])
        let left = try await Self.migration(pool, journal).settleLeft(
            of: ["dns", "other"], patience: .milliseconds(200))
        #expect(left.keys.sorted() == ["dns"])
        #expect(try await Self.migration(pool, journal).unsettled(of: ["dns", "other"]).keys.sorted() == ["dns"])
    }
}

private struct UnreadableJournal: Journal {
    func records(of run: String) async throws -> [JournalRecord] {
        throw Failure("read the journal", on: run, because: "the disk is full of holes", next: "mend it")
    }

    func append(_ record: JournalRecord) async throws {}
}
