internal import Converter
internal import Dispatcher
internal import Estate

/// Where the servers of one run ask for their turn. One actor: two never get the last place.
actor DispatchDesk {
    private var dispatch: Dispatch
    private var begun: Set<String> = []
    /// Counts what others may have waited for.
    private(set) var news = 0

    init(_ dispatch: Dispatch) { self.dispatch = dispatch }

    func mayBegin(_ name: String) -> Bool {
        begun.formUnion(dispatch.starts())
        return begun.contains(name)
    }

    func admission(of name: String, outage: Double, at now: Moment, anyHour: Bool) -> Dispatch.Admission {
        dispatch.admission(of: name, outage: outage, at: now, anyHour: anyHour)
    }

    func stillOpen(_ name: String, outage: Double, at now: Moment, anyHour: Bool) -> Dispatch.Admission {
        dispatch.stillOpen(name, outage: outage, at: now, anyHour: anyHour)
    }

    func copied(_ name: String) {
        dispatch.copied(name)
        news += 1
    }

    func ended(_ name: String, serves: Bool, failed: Bool) {
        dispatch.ended(name, serves: serves, failed: failed)
        news += 1
    }
}

/// One server at the desk.
final class DeskPlace: Sendable {
    private let name: String
    private let desk: DispatchDesk
    private let history: OutageHistory
    private let now: @Sendable () -> Moment
    private let sleep: @Sendable (Double) async throws -> Void
    private let waits: @Sendable (String) -> Void
    private let word: @Sendable () async -> OperatorsWord
    private let memory = Memory()

    /// - Parameters:
    ///   - word: what the operators have decided by now.
    ///   - waits: hears why it waits, once for each reason.
    init(
        _ name: String, at desk: DispatchDesk, history: OutageHistory, now: @escaping @Sendable () -> Moment,
        sleep: @escaping @Sendable (Double) async throws -> Void,
        word: @escaping @Sendable () async -> OperatorsWord = { .silent },
        waits: @escaping @Sendable (String) -> Void
    ) {
        self.name = name
        self.desk = desk
        self.history = history
        self.now = now
        self.sleep = sleep
        self.word = word
        self.waits = waits
    }

    /// Seconds between two looks whether there is news.
    private static let glance = 0.25

    func waitToBegin() async throws {
        while await !desk.mayBegin(name) { try await sleep(Self.glance) }
    }

    /// It is rehearsed together with its wave, and waits there for the others.
    func company(_ segment: WaveSegment) -> RehearsalCompany {
        RehearsalCompany(
            count: { await segment.count },
            join: { [name, desk] network in
                await desk.copied(name)
                return try await segment.join(name, network)
            })
    }

    func ended(serves: Bool, failed: Bool) async { await desk.ended(name, serves: serves, failed: failed) }

    /// - Parameter next: what the operator does when it does not come to a cut-over in this run.
    func gate(next: String) -> CutOverGate {
        CutOverGate(
            ask: { [self] lastPass in
                let outage = history.outage(lastPass: lastPass)
                let (seen, time, word) = await (desk.news, now(), word())
                let answer = await word.held(
                    or: await desk.admission(of: name, outage: outage, at: time, anyHour: word == .now))
                await memory.set(outage: outage, news: seen)
                if case .wait(_, let because) = answer, await memory.isNew(because) { waits(because) }
                return Self.answer(answer, at: time, next)
            },
            isStillOpen: { [self] in
                let (time, word) = await (now(), word())
                let answer = await word.held(
                    or: await desk.stillOpen(name, outage: memory.outage, at: time, anyHour: word == .now))
                return Self.answer(answer, at: time, next)
            },
            pause: { [self] in try await pause($0) })
    }

    private func pause(_ seconds: Double) async throws {
        let seen = await memory.news
        var left = seconds
        while left > 0, await desk.news == seen {
            try await sleep(min(Self.glance, left))
            left -= Self.glance
        }
    }

    private static func answer(_ admission: Dispatch.Admission, at now: Moment, _ next: String) -> CutOverGate.Answer {
        switch admission {
        case .open: .open
        case .wait(let until, let because): .wait(seconds: until.map { $0.seconds - now.seconds }, because: because)
        case .closed(let because): .closed(because: because, next: next)
        }
    }

    /// What it was last told.
    private actor Memory {
        private(set) var outage = 0.0
        private(set) var news = 0
        private var reason: String?

        func set(outage: Double, news: Int) { (self.outage, self.news) = (outage, news) }

        func isNew(_ because: String) -> Bool {
            defer { reason = because }
            return reason != because
        }
    }
}
