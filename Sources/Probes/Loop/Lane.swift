/// One probe on the probe thread: its pace, its wire, its log.
final class Lane {
    /// How long and how often an answer is waited for.
    struct Patience: Sendable, Hashable {
        /// Nanoseconds for one try.
        var limit: UInt64
        var tries: Int
        /// Sends the next probe only when the one before has ended.
        var isOrdinary: Bool

        private init(_ limit: Duration, tries: Int, isOrdinary: Bool) {
            self.limit = UInt64(max(1, limit / .nanoseconds(1)))
            self.tries = tries
            self.isOrdinary = isOrdinary
        }

        static func open(limit: Duration) -> Patience { Patience(limit, tries: 1, isOrdinary: false) }

        /// A stub resolver's `attempts:2` (resolv.conf(5)).
        static func resolver(limit: Duration) -> Patience { Patience(limit, tries: 2, isOrdinary: true) }
    }

    private let wire: any Wire
    private let log: SampleLog
    private let patience: Patience
    private let sockets: SocketSet
    private var pace: Pace
    /// Only for an ordinary client: its one probe, the tries it had, and when the last left.
    private var current: (number: Int, tries: Int, sent: UInt64)?

    init(_ wire: any Wire, _ log: SampleLog, _ patience: Patience, _ pace: Pace, _ sockets: SocketSet) {
        self.wire = wire
        self.log = log
        self.patience = patience
        self.pace = pace
        self.sockets = sockets
    }

    /// When this lane has something to send next.
    var due: UInt64 { pace.due }

    func sendDue(_ clock: () -> UInt64) {
        let now = clock()
        guard let due = pace.take(at: now), patience.isOrdinary == false || !isBusy else { return }
        // An ordinary client is never late: it asks when it has the time.
        let number = log.begin(due: patience.isOrdinary ? now : due, sent: now)
        if patience.isOrdinary { current = (number, 1, now) }
        if !wire.send(number, sockets) { log.end(number, .refused, at: clock()) }
    }

    func ready(_ descriptor: Int32, _ clock: () -> UInt64) {
        wire.ready(descriptor, sockets) { number, outcome, age in
            log.end(number, outcome, at: clock() &- age)
        }
    }

    /// Gives up on what waited too long, or asks again where tries are left.
    func expire(at now: UInt64) {
        if patience.isOrdinary { return expireOrdinary(at: now) }
        guard now > patience.limit else { return }
        for number in log.waiting(sentUntil: now - patience.limit) { drop(number, at: now) }
    }

    /// Nothing waits any more.
    var isSettled: Bool { log.waiting(sentUntil: .max).isEmpty }

    private var isBusy: Bool { current.map { log.isWaiting($0.number) } ?? false }

    private func expireOrdinary(at now: UInt64) {
        guard let asked = current, isBusy, now >= asked.sent + patience.limit else { return }
        guard asked.tries < patience.tries else { return drop(asked.number, at: now) }
        current = (asked.number, asked.tries + 1, now)
        _ = wire.send(asked.number, sockets)
    }

    private func drop(_ number: Int, at now: UInt64) {
        log.end(number, .lost, at: now)
        wire.forget(number)
    }
}
