import Estate
import Pool
import Synchronization
import TestSupport
import Testing

@testable import LiveMigration

/// p2v's own fence: what it does to two hosts after a move that broke.
@Suite struct SettlementTests {
    private func settle(
        _ pool: BrokenPool, switched: Bool = true, postCopy: Bool = false, silentIsOff: Bool = false,
        patience: Duration = .milliseconds(300)
    ) async -> MigrationSettled {
        await Settlement(
            pool: pool, request: MigrationRequest(machine: "dns", from: "a", to: "b"), mayHaveSwitched: switched,
            postCopy: postCopy, patience: patience, silentIsOff: silentIsOff
        ).settle()
    }

    /// libvirt starts the source again when the destination's last answer is lost.
    @Test func `two copies that run become one, on the destination`() async {
        let pool = BrokenPool(["a": .running, "b": .running])
        let settled = await settle(pool)
        #expect(pool.acts == ["stop a"])
        #expect(settled.isSettled && settled.holder == "b")
        #expect(settled.actions == ["stopped the copy on a"])
    }

    @Test func `two copies that stand still become one that runs, without two that run in between`() async {
        let pool = BrokenPool(["a": .paused, "b": .paused])
        let settled = await settle(pool)
        #expect(pool.acts == ["stop b", "resume a"])
        #expect(settled.holder == "a" && pool.state.withLock(\.doubles) == 0)
    }

    @Test func `while the destination is silent the source's copy is held, and the report says so`() async {
        let pool = BrokenPool(["a": .running], silent: ["b"])
        let settled = await settle(pool)
        #expect(pool.acts == ["pause a"])
        #expect(settled.holder == nil && !settled.isSettled)
        #expect(settled.explanation == "a holds the machine (paused); b cannot be asked")
        #expect(settled.advice.contains("--despite-unreachable"))
    }

    @Test func `a destination that comes back empty lets the source's copy go on`() async {
        let pool = BrokenPool(["a": .running], silent: ["b"], wakesAfter: 2)
        let settled = await settle(pool)
        #expect(pool.acts == ["pause a", "resume a"])
        #expect(settled.holder == "a" && settled.isSettled)
    }

    @Test func `an operator who knows that the silent host is off gets the machine back`() async {
        let pool = BrokenPool(["a": .paused], silent: ["b"])
        let settled = await settle(pool, silentIsOff: true)
        #expect(pool.acts == ["resume a"])
        #expect(settled.holder == "a")
    }

    /// It ran there, and wrote: the source's memory is older than the disks, and the other's process has them open.
    @Test func `a copy that crashed on the destination and is kept there does not let the source's go on`() async {
        let pool = BrokenPool(["a": .paused, "b": .crashed])
        let settled = await settle(pool)
        #expect(pool.acts.isEmpty && settled.holder == nil && !settled.isSettled)
    }

    @Test func `before the pause a silent destination is no reason to hold anything`() async {
        let pool = BrokenPool(["a": .running], silent: ["b"])
        let settled = await settle(pool, switched: false)
        #expect(pool.acts.isEmpty && settled.holder == "a")
    }

    @Test func `a move that still goes on is only watched`() async {
        let pool = BrokenPool(["b": .running], jobLooks: 2)
        let settled = await settle(pool)
        #expect(pool.acts.isEmpty)
        #expect(settled.holder == "b" && settled.followedSeconds > 0)
    }

    @Test func `a broken post-copy is recovered`() async {
        let pool = BrokenPool(["a": .paused, "b": .paused])
        let settled = await settle(pool, postCopy: true)
        #expect(pool.acts == ["recover"])
        #expect(settled.holder == "b")
    }

    /// libvirt goes on telling of the job of a post-copy that broke: p2v waited for its end for ever.
    @Test func `a post-copy that broke is taken up again although its job is still told of`() async {
        let pool = BrokenPool(["a": .paused, "b": .running], jobLooks: .max)
        pool.state.withLock { $0.parts = ["a": .torn, "b": .torn] }
        let settled = await settle(pool)
        #expect(pool.acts == ["recover"])
        #expect(settled.holder == "b" && settled.isSettled)
    }

    @Test func `while the way stays broken neither part is touched, and the operator is told which host has what`()
        async
    {
        let pool = BrokenPool(["a": .paused, "b": .running])
        pool.state.withLock {
            $0.parts = ["a": .torn, "b": .torn]
            $0.recoveryFails = "no route to host"
        }
        let settled = await settle(pool)
        #expect(Set(pool.acts) == ["recover"])
        #expect(settled.actions == ["could not: took the post-copy up again, because no route to host"])
        #expect(settled.holder == nil && !settled.isSettled && !settled.isLost)
        #expect(settled.explanation.contains("each host has a part of its memory"))
        #expect(settled.advice.hasPrefix("switch off neither copy"))
    }

    /// The machine ran on the destination and wrote: the source's copy has an old memory for newer disks.
    @Test(arguments: [false, true])
    func `when the destination's copy has ended the source's is not let go on, and is called lost`(_ known: Bool) async
    {
        let pool = BrokenPool(["a": .paused, "b": .shutOff], jobLooks: .max)
        pool.state.withLock { $0.parts = ["a": .torn] }
        let settled = await settle(pool, postCopy: known)
        #expect(pool.acts.isEmpty)
        #expect(settled.isLost && settled.holder == nil && !settled.isSettled && !settled.isGone)
        #expect(settled.explanation.contains("the part of its memory that was on b is lost"))
        #expect(settled.advice.contains("virsh destroy dns on a"))
    }

    /// It runs, until it asks for memory that nobody has any more: "running" is no end that anybody may count on.
    @Test(arguments: [Machine.State.running, .paused])
    func `when the source's copy has ended the destination's is called lost, though it runs`(_ state: Machine.State)
        async
    {
        let pool = BrokenPool(["b": state])
        pool.state.withLock { $0.parts = ["b": .torn] }
        let settled = await settle(pool)
        #expect(pool.acts.isEmpty && settled.holder == nil && settled.isLost && !settled.isSettled)
        #expect(settled.explanation.contains("the part of its memory that was on a is lost"))
        #expect(settled.advice.contains("virsh destroy dns on b"))
    }

    @Test func `a post-copy whose silent destination is off by the operator's word is lost, and not let go on`() async {
        let pool = BrokenPool(["a": .paused], silent: ["b"])
        pool.state.withLock { $0.parts = ["a": .torn] }
        #expect(await settle(pool).explanation.contains("b (silent)"))
        let settled = await settle(pool, silentIsOff: true)
        #expect(settled.isLost && pool.acts.isEmpty)
    }

    /// Its emulator never ends the move, and its daemon tells of the job for ever.
    @Test(.timeLimit(.minutes(1)), arguments: [Machine.State.shutOff, nil], [nil, "a", "b"])
    func `a move whose destination has nothing, and whose source stands still, is not waited for for ever`(
        _ destination: Machine.State?, _ busy: String?
    ) async {
        let pool = BrokenPool(["a": .paused], jobLooks: .max)
        pool.state.withLock { $0.busy = busy }
        pool.state.withLock { $0.standings["b"] = destination }
        let settled = await settle(pool, postCopy: true)
        #expect(pool.acts.isEmpty && settled.holder == nil)
        #expect(settled.isLost && !settled.isSettled && !settled.isGone)
        #expect(settled.explanation.contains("what a holds was not touched"))
        #expect(settled.advice.contains("virsh destroy dns on a"))
    }

    /// Each night would follow it until the morning.
    @Test(.timeLimit(.minutes(1)))
    func `a move of which nothing travels any more is left while its guest runs at the source`() async {
        let pool = BrokenPool(["a": .running, "b": .paused], jobLooks: .max)
        pool.state.withLock { $0.travelled = { 7 } }
        let settled = await settle(pool, patience: .milliseconds(100))
        #expect(pool.acts.isEmpty && settled.holder == nil)
        #expect(settled.isUnended == true && !settled.isSettled && !settled.isLost && !settled.isGone)
        #expect(settled.explanation == "the machine runs on a, which does not end the move")
    }

    @Test func `a move that gets on, or whose hypervisor tells no figures, is followed to its end`() async {
        for travels in [true, false] {
            let pool = BrokenPool(["a": .running], jobLooks: 4)
            let bytes = Mutex(UInt64(0))
            if travels {
                pool.state.withLock {
                    $0.travelled = {
                        bytes.withLock {
                            $0 += 1
                            return $0
                        }
                    }
                }
            }
            let settled = await settle(pool, switched: false, patience: .milliseconds(100))
            #expect(settled.isUnended == nil && settled.holder == "a" && settled.isSettled, "\(travels)")
        }
    }

    @Test func `a part whose rest still travels is waited for`() async {
        let pool = BrokenPool(["a": .paused, "b": .running])
        pool.state.withLock { $0.parts = ["a": .split, "b": .split] }
        let settled = await settle(pool)
        #expect(pool.acts.isEmpty && settled.holder == nil && !settled.isSettled)
    }

    @Test func `the source's copy that goes on after its pause is held at once`() async {
        let pool = BrokenPool(["a": .running, "b": .running])
        let fence = MigrationFence(pool, MigrationRequest(machine: "dns", from: "a", to: "b"))
        fence.take(MigrationEvent(kind: .resumed, host: "b", monotonicNanoseconds: 1))
        await fence.settled()
        #expect(pool.acts.isEmpty && !fence.mayHaveSwitched)
        fence.take(MigrationEvent(kind: .suspended, host: "a", monotonicNanoseconds: 2))
        fence.take(MigrationEvent(kind: .resumed, host: "a", monotonicNanoseconds: 3))
        await fence.settled()
        #expect(pool.acts == ["pause a"] && fence.mayHaveSwitched)
    }

    // MARK: After p2v itself was killed

    private func journal(_ events: [JournalRecord.Event]) async throws -> MemoryJournal {
        let journal = MemoryJournal()
        for event in events {
            let detail = #"{"from":"a","machine":"dns","tls":"true","to":"b"}"#
            try await journal.append(
                JournalRecord(run: "migrate/dns", step: "move", event: event, at: Moment(seconds: 1), detail: detail))
        }
        return journal
    }

    @Test func `a move without an end in the journal is taken up, and gets one`() async throws {
        let journal = try await journal([.started, .finished, .started, .progressed])
        let pool = BrokenPool(["a": .paused, "b": .running])
        let migration = LiveMigration(pool: pool, journal: journal, now: { Moment(seconds: 2) })
        let settled = try await migration.attach("dns")
        #expect(settled.holder == "b" && pool.acts == ["stop a"])
        #expect(try await journal.records(of: "migrate/dns").last?.event == .finished)
        let again = try await #require(throws: Failure.self) { _ = try await migration.attach("dns") }
        #expect(again.exit == .refused)
    }

    @Test func `what cannot be settled is a failure that names the holder`() async throws {
        let journal = try await journal([.started])
        let migration = LiveMigration(
            pool: BrokenPool(["a": .running], silent: ["b"]), journal: journal, now: { Moment(seconds: 2) })
        let failure = try await #require(throws: Failure.self) {
            _ = try await migration.attach("dns", patience: .milliseconds(300))
        }
        #expect(failure.because.contains("a holds the machine (paused)"))
    }

    @Test func `an answer that never comes is not waited for`() async {
        let answer: Observed<Int> = await Answer.within(.milliseconds(50)) {
            try await Task.sleep(for: .seconds(30))
            return 1
        }
        #expect(answer == .unknown(because: "no answer came within 0.05 s"))
        #expect(await Answer.within(.seconds(5)) { 7 } == .known(7))
    }
}
