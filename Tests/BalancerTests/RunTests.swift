import Balancer
import Estate
import TestSupport
import Testing

@Suite("Running a plan")
struct RunTests {
    private static func run(_ journal: MemoryJournal, _ pool: FakeMover, stop: String? = nil) -> BalanceRun {
        BalanceRun(
            name: "balance", journal: journal, mover: pool, now: { Moment(seconds: 1) }, stopReason: { stop })
    }

    private static func plan() throws -> (BalanceState, BalancePlan) {
        let state = ReliefTests.pool([1, 1, 1, 1])
        return (state, try Balancer.plan(state, policy: BalancePolicy(goal: .spread)))
    }

    // Parallel migrations share a link: each one more makes all others' pauses longer.
    @Test func `moves run in order and within the limits`() async throws {
        let state = BalanceState(
            hosts: (0..<8).map { BalanceHost(name: "h\($0)", cores: 4, memoryMiB: 8192) },
            machines: (0..<16).map {
                BalanceMachine(
                    name: "v\($0)", host: "h\($0 % 2)", vcpus: 1, memoryMiB: 512, load: BalanceLoad(cores: 0.5))
            })
        let plan = try Balancer.plan(state, policy: BalancePolicy(goal: .spread))
        #expect(plan.moves.count >= 4)
        let pool = FakeMover(state)
        let journal = MemoryJournal()
        let limits = MoveLimits(total: 2, perHost: 1)
        let schedule = MoveSchedule(plan.moves, state: state, policy: BalancePolicy(), limits: limits)
        let report = try await Self.run(journal, pool).run(schedule) { _ in }
        #expect(report.stopped == nil)
        #expect(report.count(.moved) == plan.moves.count)
        #expect(await pool.state == state.applying(plan.moves))
        #expect(await pool.highestParallel <= 2)
        #expect(try await RunJournal(journal, "balance").unfinished().isEmpty)
    }

    // After a failed migration the pool is not what the plan thought: going on blindly can overload a host.
    @Test func `a failure stops the run and the rest is left`() async throws {
        let (state, plan) = try Self.plan()
        let first = try #require(plan.moves.first)
        let pool = FakeMover(state, failing: [first.vm])
        let schedule = MoveSchedule(plan.moves, state: state, policy: BalancePolicy())
        let report = try await Self.run(MemoryJournal(), pool).run(schedule) { _ in }
        #expect(report.stopped == "the move of \(first.vm) failed")
        #expect(report.entries.first?.outcome == .failed)
        #expect(report.entries.dropFirst().allSatisfy { $0.outcome == .left })
        #expect(await pool.state == state)
    }

    // The night ends at five, whatever is left.
    @Test func `nothing starts once there is a reason to stop`() async throws {
        let (state, plan) = try Self.plan()
        let pool = FakeMover(state)
        let schedule = MoveSchedule(plan.moves, state: state, policy: BalancePolicy())
        let report = try await Self.run(MemoryJournal(), pool, stop: "morning").run(schedule) { _ in }
        #expect(report.stopped == "morning")
        #expect(report.count(.moved) == 0)
    }

    // A killed run must be seen as such, and what it has done must be known.
    @Test func `the journal tells an unfinished run and the moves that were made`() async throws {
        let (_, plan) = try Self.plan()
        let journal = MemoryJournal()
        let lines = plan.moves.map { "\($0.vm)\t\($0.from)\t\($0.to)" }
        try await journal.append(
            JournalRecord(
                run: "balance", step: "plan", event: .started, at: Moment(seconds: 1),
                detail: lines.joined(separator: "\n")))
        try await journal.append(
            JournalRecord(run: "balance", step: lines[0], event: .finished, at: Moment(seconds: 2), detail: ""))
        let log = RunJournal(journal, "balance")
        #expect(try await log.unfinished().map(\.vm) == plan.moves.map(\.vm))
        #expect(try await log.madeInLastRun().map(\.vm) == [plan.moves[0].vm])
    }

    // A VM whose move is not found in the journal has no cool-down, and is sent to and fro each night.
    @Test(arguments: ["web\t01", "a\nb", "{\"vm\":1}", "plan", "\u{202E}gro", "with \"quotes\" and / and \\"])
    func `a move is found again whatever the names hold`(_ name: String) async throws {
        let state = BalanceState(
            hosts: ["h\t0", "h1"].map { BalanceHost(name: $0, cores: 4, memoryMiB: 8192) },
            machines: [BalanceMachine(name: name, host: "h\t0", vcpus: 1, memoryMiB: 512)])
        let plan = try Balancer.arrange(state, places: [name: "h1"])
        let journal = MemoryJournal()
        let schedule = MoveSchedule(plan.moves, state: state, policy: BalancePolicy())
        _ = try await Self.run(journal, FakeMover(state)).run(schedule) { _ in }
        let made = try await RunJournal(journal, "balance").madeInLastRun()
        #expect(made.map(\.vm) == [name] && made.map(\.from) == ["h\t0"] && made.map(\.to) == ["h1"])
        #expect(try await RunJournal(journal, "balance").begun().map(\.vm) == [name])
    }

    // A disk that fills up in the night must not make a VM that has moved look as if it had not.
    @Test func `a move that cannot be written down is reported as made, and nothing more starts`() async throws {
        let (state, plan) = try Self.plan()
        let pool = FakeMover(state)
        let schedule = MoveSchedule(
            plan.moves, state: state, policy: BalancePolicy(), limits: MoveLimits(total: 1, perHost: 1))
        let run = BalanceRun(
            name: "balance", journal: FullJournal(takes: 2), mover: pool, now: { Moment(seconds: 1) })
        let report = try await run.run(schedule) { _ in }
        #expect(report.count(.moved) == 1 && report.count(.failed) == 0)
        #expect(report.stopped?.contains("could not be written down") == true)
        #expect(await pool.state == state.applying(Array(plan.moves.prefix(1))))
    }

    // What remains of a plan must lead where the whole plan would have led.
    @Test func `the first moves of a plan, completed towards the same places, end in the same state`() async throws {
        for seed in 0..<20 {
            let state = RandomPool.any(seed + 5000)
            let policy = BalancePolicy(goal: .relieve)
            let whole = try Balancer.plan(state, policy: policy)
            let goal = state.applying(whole.moves)
            guard !whole.moves.isEmpty else { continue }
            let reached = state.applying(Array(whole.moves.prefix(seed % (whole.moves.count + 1))))
            let places = Dictionary(whole.moves.map { ($0.vm, $0.to) }, uniquingKeysWith: { _, last in last })
            let rest = try Balancer.arrange(reached, places: places, policy: policy)
            #expect(reached.applying(rest.moves) == goal, "seed \(seed)")
        }
    }
}

/// Takes so many records, then its disk is full.
private actor FullJournal: Journal {
    private var takes: Int

    init(takes: Int) { self.takes = takes }

    func records(of run: String) -> [JournalRecord] { [] }

    func append(_ record: JournalRecord) throws {
        takes -= 1
        if takes < 0 { throw Failure("write the journal", on: "disk", because: "it is full", next: "make room") }
    }
}
