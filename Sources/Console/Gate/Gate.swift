internal import Estate

/// Who may read: whoever has the token that was shown when the console began. A browser gets a session for it.
///
/// Only digests are kept, so that what is compared is not what was sent; and after a wrong token the next one waits.
actor Gate {
    enum Answer: Equatable, Sendable {
        case open(session: String)
        case wrong
        /// Too soon after a wrong one: seconds to wait.
        case wait(Int)
    }

    static let cookie = "p2v-console"
    /// Seconds for which a session holds.
    static let lifetime = 12 * 3600.0

    private let token: [UInt8]
    private let now: @Sendable () -> Moment
    private var sessions: [[UInt8]: Moment] = [:]
    private var wrong = 0
    private var closedUntil = Moment(seconds: 0)

    init(token: String, now: @escaping @Sendable () -> Moment) {
        self.token = SHA256.digest(Array(token.utf8))
        self.now = now
    }

    /// 256 bits from the system's generator, as text that needs no escape.
    static func secret() -> String {
        var random = SystemRandomNumberGenerator()
        return (0..<4).map { _ in
            let word = String(random.next(), radix: 16)
            return String(repeating: "0", count: 16 - word.count) + word
        }.joined()
    }

    func enter(_ given: String) -> Answer {
        let moment = now()
        if moment < closedUntil { return .wait(Int((closedUntil.seconds - moment.seconds).rounded(.up))) }
        guard SHA256.digest(Array(given.utf8)) == token else {
            wrong += 1
            let pause = min(60.0, Double(1 << min(wrong - 1, 6)))
            closedUntil = Moment(seconds: moment.seconds + pause)
            return .wrong
        }
        wrong = 0
        let session = Self.secret()
        sessions = sessions.filter { $0.value > moment }
        sessions[SHA256.digest(Array(session.utf8))] = Moment(seconds: moment.seconds + Self.lifetime)
        return .open(session: session)
    }

    func isOpen(to session: String?) -> Bool {
        guard let session, let end = sessions[SHA256.digest(Array(session.utf8))] else { return false }
        return now() < end
    }

    func leave(_ session: String?) {
        if let session { sessions[SHA256.digest(Array(session.utf8))] = nil }
    }
}
