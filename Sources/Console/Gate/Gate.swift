internal import Estate

/// Who may read, and who may act: whoever has one of the tokens that were shown when the console began. A browser gets a
/// session for it.
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

    private struct Session {
        var visitor: Visitor
        var end: Moment
    }

    private let tokens: [[UInt8]: Visitor.Role]
    private let now: @Sendable () -> Moment
    private var sessions: [[UInt8]: Session] = [:]
    private var wrong = 0
    private var closedUntil = Moment(seconds: 0)

    /// - Parameters:
    ///   - viewing: the token of those who may look.
    ///   - operating: the token of those who may act; nil: nobody may.
    init(viewing: String, operating: String?, now: @escaping @Sendable () -> Moment) {
        var tokens = [Self.digest(viewing): Visitor.Role.viewing]
        if let operating { tokens[Self.digest(operating)] = .operating }
        (self.tokens, self.now) = (tokens, now)
    }

    /// 256 bits from the system's generator, as text that needs no escape.
    static func secret() -> String {
        var random = SystemRandomNumberGenerator()
        return (0..<4).map { _ in
            let word = String(random.next(), radix: 16)
            return String(repeating: "0", count: 16 - word.count) + word
        }.joined()
    }

    /// - Parameter name: what the visitor calls himself; nobody proves it.
    func enter(_ given: String, as name: String) -> Answer {
        let moment = now()
        if moment < closedUntil { return .wait(Int((closedUntil.seconds - moment.seconds).rounded(.up))) }
        guard let role = tokens[Self.digest(given)] else {
            wrong += 1
            let pause = min(60.0, Double(1 << min(wrong - 1, 6)))
            closedUntil = Moment(seconds: moment.seconds + pause)
            return .wrong
        }
        wrong = 0
        let session = Self.secret()
        sessions = sessions.filter { $0.value.end > moment }
        sessions[Self.digest(session)] = Session(
            visitor: Visitor(role: role, name: Visitor.name(name), id: Self.digest(session)),
            end: Moment(seconds: moment.seconds + Self.lifetime))
        return .open(session: session)
    }

    /// Whose session it is; nil where it is none, or has ended.
    func visitor(of session: String?) -> Visitor? {
        guard let session, let seen = sessions[Self.digest(session)], now() < seen.end else { return nil }
        return seen.visitor
    }

    func leave(_ session: String?) {
        if let session { sessions[Self.digest(session)] = nil }
    }

    private static func digest(_ secret: String) -> [UInt8] { SHA256.digest(Array(secret.utf8)) }
}

/// Whoever looks at a page.
struct Visitor: Sendable, Hashable {
    enum Role: String, Sendable { case viewing, operating }

    var role: Role
    /// As he called himself; empty where he did not.
    var name: String
    /// Of his session.
    var id: [UInt8]

    static let longestName = 64
    /// Who may do nothing.
    static let stranger = Visitor(role: .viewing, name: "", id: [])

    /// One line without anything that turns a line.
    static func name(_ given: String) -> String {
        String(Sanitised.line(given).prefix(longestName)).trimmed
    }
}

extension String {
    /// Without blanks around it.
    var trimmed: String {
        let start = drop { $0.isWhitespace }
        return String(start.reversed().drop { $0.isWhitespace }.reversed())
    }
}
