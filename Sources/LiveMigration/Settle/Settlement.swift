internal import Estate
internal import Pool

/// Asks both hosts and does what ``SettlementRule`` says, until exactly one copy runs or a host stays silent.
///
/// Whether libvirt still works on the move has three answers. Yes: it is left alone. No: the rule decides. Unknown: it
/// may be a post-copy, whose source must not be stopped; nothing is done until the source answers or patience ends. Of a
/// post-copy that broke libvirt says yes until somebody takes it up again: there the source's own word counts. And a move
/// whose destination has nothing any more, while the source's copy stands still, ends soon or never; so does one that was to
/// be aborted, and one whose figures do not change.
struct Settlement: Sendable {
    /// Between two rounds of questions.
    static let pause: Duration = .milliseconds(200)
    /// More than any settlement needs: a host that takes every order and obeys none must not keep p2v for ever.
    static let mostActions = 12

    let pool: any Pool
    let request: MigrationRequest
    var mayHaveSwitched: Bool
    var postCopy = false
    /// How long a silent host is waited for.
    var patience: Duration
    /// The operator says that silent hosts are off.
    var silentIsOff = false
    /// The move was to be aborted, and had its time to end: it is not followed any further.
    var isAbandoned = false
    /// How long one host has for one answer, and for one order.
    var answer: Duration = .seconds(5)
    var order: Duration = .seconds(30)
    var news: @Sendable (MigrationNews) -> Void = { _ in }
    private let hanging = HangingActs()

    init(
        pool: any Pool, request: MigrationRequest, mayHaveSwitched: Bool, postCopy: Bool = false, patience: Duration,
        silentIsOff: Bool = false, news: @escaping @Sendable (MigrationNews) -> Void = { _ in }
    ) {
        self.pool = pool
        self.request = request
        self.mayHaveSwitched = mayHaveSwitched
        self.postCopy = postCopy
        self.patience = patience
        self.silentIsOff = silentIsOff
        self.news = news
    }

    private struct Course {
        var settled: MigrationSettled
        let began = ContinuousClock.now
        var lastHeard = ContinuousClock.now
        /// Since when the move goes on with nothing at its destination, and the source's copy standing still.
        var aimlessSince: ContinuousClock.Instant?
        /// What has travelled, and since when it is no more.
        var travelled: UInt64?
        var stillSince = ContinuousClock.now
    }

    private enum Next { case lookAgain, wait, end }

    func settle() async -> MigrationSettled {
        var course = Course(
            settled: MigrationSettled(
                machine: request.machine, from: request.from, to: request.to, source: .silent, destination: .silent,
                actions: [], followedSeconds: 0, silentIsOff: silentIsOff))
        while true {
            switch await advance(&course) {
            case .end: return course.settled
            case .lookAgain: continue
            // A cancelled task settles too: leaving now could leave two copies.
            case .wait: await Task { try? await Task.sleep(for: Self.pause) }.value
            }
        }
    }

    /// One look at everything, and what follows from it.
    private func advance(_ course: inout Course) async -> Next {
        let job = await job
        if case .known(let progress?) = job {
            course.settled.source = await standing(on: request.from)
            if course.settled.source != .torn { return await followed(progress, &course) }
        }
        async let source = standing(on: request.from)
        async let destination = standing(on: request.to)
        (course.settled.source, course.settled.destination) = (await source, await destination)
        let isOff = silentIsOff && course.settled.source == .silent
        guard job == .known(nil) || isOff || course.settled.source == .torn else { return waited(&course) }
        return await follow(rule(course.settled).step, &course)
    }

    /// The move goes on by itself, or seems to: where the source's copy stands still, the destination is asked too. Who does
    /// not answer says neither that it goes on nor that it does not.
    private func followed(_ progress: JobProgress, _ course: inout Course) async -> Next {
        course.lastHeard = .now
        course.settled.followedSeconds = (course.lastHeard - course.began) / .seconds(1)
        let source = course.settled.source
        if source == .paused || source == .split { course.settled.destination = await standing(on: request.to) }
        switch (source, course.settled.destination) {
        case (.silent, _), (.paused, .silent), (.split, .silent): return .wait
        case (.paused, .absent), (.paused, .off), (.split, .absent), (.split, .off): break
        default:
            course.aimlessSince = nil
            return await travelling(progress, &course)
        }
        let since = course.aimlessSince ?? .now
        course.aimlessSince = since
        guard .now - since > patience else { return .wait }
        course.settled.isStuck = true
        return .end
    }

    /// As long as the guest runs at its source nothing is lost by leaving a move that does not get on.
    private func travelling(_ progress: JobProgress, _ course: inout Course) async -> Next {
        guard course.settled.source == .running, isAbandoned || standsStill(progress, &course) else { return .wait }
        course.settled.destination = await standing(on: request.to)
        course.settled.isUnended = true
        return .end
    }

    /// A hypervisor that does not tell what has travelled says nothing of it.
    private func standsStill(_ progress: JobProgress, _ course: inout Course) -> Bool {
        guard let travelled = progress.memoryProcessedBytes else { return false }
        if course.travelled != travelled { (course.travelled, course.stillSince) = (travelled, .now) }
        return .now - course.stillSince > patience * 5
    }

    private func follow(_ step: SettlementRule.Step, _ course: inout Course) async -> Next {
        switch step {
        case .done(let holder):
            guard hanging.isEmpty else { return waited(&course) }
            course.settled.holder = holder
            return .end
        case .wait: return waited(&course)
        default:
            if course.settled.actions.count >= Self.mostActions { return .end }
            let deed = await act(step)
            // A way between two hosts that stays broken is tried for as long as patience lasts, and told once.
            let isBroken = step == .recoverPostCopy && !deed.isDone
            if !isBroken || course.settled.actions.last != deed.words {
                course.settled.actions.append(deed.words)
                news(.settling(deed.words))
            }
            return isBroken ? waited(&course) : .lookAgain
        }
    }

    private func rule(_ settled: MigrationSettled) -> SettlementRule {
        let off: (Standing) -> Standing = { silentIsOff && $0 == .silent ? .absent : $0 }
        return SettlementRule(
            from: request.from, to: request.to, source: off(settled.source), destination: off(settled.destination),
            mayHaveSwitched: mayHaveSwitched, postCopy: postCopy)
    }

    /// Nothing can be decided now. When nobody has answered for too long: with the source silent, a copy that runs on
    /// the destination is still the holder, for only the source could have let it run, after its own had stopped.
    private func waited(_ course: inout Course) -> Next {
        guard .now - course.lastHeard > patience else { return .wait }
        if course.settled.source == .silent, course.settled.destination == .running {
            course.settled.holder = request.to
        }
        return .end
    }

    /// While libvirt still works on the move it must be left alone.
    private var job: Observed<JobProgress?> {
        get async {
            await Answer.within(answer) {
                try await self.pool.jobProgress(of: self.request.machine, on: self.request.from)
            }
        }
    }

    private func standing(on host: String) async -> Standing {
        await Answer.within(answer) {
            Standing(try await self.pool.condition(of: self.request.machine, on: host))
        }.value ?? .silent
    }

    /// What was tried, in words.
    private struct Deed {
        var words: String
        var isDone = true
    }

    /// A step that fails is seen in the next round.
    private func act(_ step: SettlementRule.Step) async -> Deed {
        let (machine, pool) = (request.machine, pool)
        switch step {
        case .pause(let host):
            return await done("held the copy on \(host) still") { try await pool.pause(machine, on: host) }
        case .resume(let host):
            return await done("let the copy on \(host) go on") { try await pool.resume(machine, on: host) }
        case .stop(let host):
            return await done("stopped the copy on \(host)") { try await pool.powerOff(machine, on: host) }
        case .recoverPostCopy:
            // Answered only when the rest of the memory has travelled.
            return await done("took the post-copy up again", within: .seconds(86_400)) { [request] in
                try await pool.recoverPostCopy(request)
            }
        case .done, .wait: return Deed(words: "")
        }
    }

    private func done(
        _ words: String, within limit: Duration? = nil, _ body: @escaping @Sendable () async throws -> Void
    ) async -> Deed {
        let answer: Observed<Bool> = await Answer.within(limit ?? order) { [hanging] in
            try await hanging.during { try await body() }
            return true
        }
        guard let reason = answer.reason else { return Deed(words: words) }
        await Task { try? await Task.sleep(for: Self.pause) }.value
        return Deed(words: "could not: \(words), because \(reason)", isDone: false)
    }
}
