/// A session with a pool. Finds the coordinator among the pool's addresses, follows it when it changes, and renews a
/// session that ended. A wrong password is tried once and never again.
package actor XenClient {
    package struct Login: Sendable {
        package var user: String
        package var password: @Sendable () async throws -> String

        package init(user: String, password: @escaping @Sendable () async throws -> String) {
            self.user = user
            self.password = password
        }
    }

    /// A session's reference and where it is valid.
    struct Session: Sendable, Hashable {
        var ref: String
        var address: String
    }

    nonisolated let exchange: any Exchange
    package nonisolated let patience: XenPatience
    let login: Login
    /// Those that the operator gave.
    private let named: Set<String>
    private let acceptsNew: Bool
    var addresses: [String]
    private var session: Session?
    private var loggingIn: Task<Session, any Error>?
    var refused: XenError?
    private var count: Int64 = 0
    /// Requests sent, for measurements.
    package private(set) var requests = 0

    /// - Parameters:
    ///   - addresses: `host` or `host:port` of members of one pool, the coordinator first where it is known.
    ///   - acceptsNew: also hosts that only other hosts name may show a certificate for the first time. Without it a
    ///     password, or a session, goes to none of them: a member's word is not the operator's.
    package init(
        addresses: [String], login: Login, exchange: any Exchange, patience: XenPatience = XenPatience(),
        acceptsNew: Bool = false
    ) {
        self.addresses = addresses
        named = Set(addresses)
        self.acceptsNew = acceptsNew
        self.patience = patience
        self.login = login
        self.exchange = exchange
    }

    /// Members that may become the coordinator later. XAPI tells them without a port.
    package func learn(_ more: [String]) {
        guard let other = session?.address ?? addresses.first else { return }
        for address in more.map({ Self.complete($0, like: other) }) where !addresses.contains(address) {
            addresses.append(address)
        }
    }

    /// Whether a host at this address may show a certificate that nobody has seen before.
    func mayBeNew(_ address: String) -> Bool { acceptsNew || named.contains(address) }

    /// Calls a method of XAPI; the session goes before `parameters`.
    ///
    /// A call that only reads is repeated when the connection breaks; others only when nothing was sent.
    ///
    /// - Parameter most: how often it is tried in all; 1 for a call that is forwarded to a host that may be silent.
    package func call(
        _ method: String, _ parameters: [JSONValue] = [], seconds: Int = 300, most: Int = 3
    ) async throws -> JSONValue {
        var attempts = 0
        while true {
            let session = try await current()
            do {
                return try await post(session, method, [.string(session.ref)] + parameters, seconds)
            } catch let error as XenError {
                attempts += 1
                guard attempts < most, isOver(error, method) else { throw error }
                forget(session, error)
            }
        }
    }

    /// Ends the session. What fails is of no use to anybody.
    package func logout() async {
        guard let session else { return }
        self.session = nil
        _ = try? await post(session, "session.logout", [.string(session.ref)], 10)
    }

    func current() async throws -> Session {
        if let session { return session }
        if let refused { throw refused }
        let task = loggingIn ?? Task { try await self.logIn() }
        loggingIn = task
        defer { if loggingIn == task { loggingIn = nil } }
        let session = try await task.value
        self.session = session
        return session
    }

    private func isOver(_ error: XenError, _ method: String) -> Bool {
        switch error {
        case .api(let code, _): code == "SESSION_INVALID" || code == "HOST_IS_SLAVE"
        case .unreachable: true
        case .broken: Self.onlyReads(method)
        default: false
        }
    }

    static func onlyReads(_ method: String) -> Bool {
        let name = method.split(separator: ".").last ?? ""
        return name.hasPrefix("get_") || name == "from" || name.hasPrefix("assert_")
    }

    private func forget(_ old: Session, _ error: XenError) {
        if case .api("HOST_IS_SLAVE", let parameters) = error, let coordinator = parameters.first {
            prefer(coordinator, like: old.address)
        } else if case .unreachable = error, addresses.count > 1, addresses.first == old.address {
            addresses.append(addresses.removeFirst())
        }
        if session == old { session = nil }
    }

    func post(
        _ session: Session, _ method: String, _ parameters: [JSONValue], _ seconds: Int
    ) async throws -> JSONValue {
        count += 1
        requests += 1
        let request = HTTPRequest(
            address: session.address, path: "/jsonrpc", body: .json(RemoteCall.body(method, parameters, id: count)),
            seconds: seconds, mostBytes: 96 << 20, mayBeNew: mayBeNew(session.address))
        return try await Self.exchanged(request, over: exchange)
    }

    /// Off the actor: reading a large answer holds nobody up.
    @concurrent
    private static func exchanged(_ request: HTTPRequest, over exchange: any Exchange) async throws -> JSONValue {
        try RemoteCall.result(try await exchange.send(request), from: request.address)
    }

    func prefer(_ coordinator: String, like other: String) {
        let address = Self.complete(coordinator, like: other)
        addresses.removeAll { $0 == address }
        addresses.insert(address, at: 0)
    }

    /// XAPI names hosts without a port; a pool behind another port than 443 has the same one everywhere.
    static func complete(_ named: String, like other: String) -> String {
        let bare = !named.hasPrefix("[") && named.count { $0 == ":" } > 1
        let host = bare ? "[\(named)]" : named
        guard !host.drop(while: { $0 != "]" }).contains(":"), host.hasPrefix("[") || !host.contains(":") else {
            return host
        }
        let tail = other.hasPrefix("[") ? other.drop { $0 != "]" } : other[...]
        guard let colon = tail.lastIndex(of: ":") else { return host }
        return host + tail[colon...]
    }
}
