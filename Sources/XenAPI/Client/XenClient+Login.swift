extension XenClient {
    /// A member that does not answer, that is starting, or behind whose address something else answers, leads to the
    /// next one; a refused password and a changed certificate do not.
    func logIn() async throws -> Session {
        let password = try await login.password()
        var failures: [XenError] = []
        for address in addresses {
            do throws(XenError) {
                let session = try await logIn(at: address, password)
                prefer(session.address, like: session.address)
                return session
            } catch {
                if error.isCode("SESSION_AUTHENTICATION_FAILED") { refused = error }
                guard leadsOn(error, at: address) else { throw error }
                failures.append(Self.carriedNothingOut(error))
            }
        }
        throw failures.count == 1
            ? failures[0]
            : XenError.unreachable(
                address: addresses.joined(separator: ", "),
                reason: failures.isEmpty
                    ? "the pool file names no address" : failures.map { "\($0)" }.joined(separator: "; "))
    }

    /// A member that p2v has only heard of is no reason to give up: another one may be known.
    private func leadsOn(_ error: XenError, at address: String) -> Bool {
        switch error {
        case .unknownCertificate(let shower, _): shower == address && !mayBeNew(address)
        case .unreachable, .broken, .malformed: true
        case .api(let code, _):
            ["HOST_STILL_BOOTING", "HOST_OFFLINE", "HOST_IS_SLAVE", "INTERNAL_ERROR", "CANNOT_CONTACT_HOST"]
                .contains(code)
        default: false
        }
    }

    /// A login that broke changed nothing: nobody has to look at the pool before he repeats it.
    private static func carriedNothingOut(_ error: XenError) -> XenError {
        guard case .broken(let address, let reason) = error else { return error }
        return .unreachable(address: address, reason: "the connection broke at the login: \(reason)")
    }

    /// A member names the coordinator; the client goes there itself.
    private func logIn(at first: String, _ password: String) async throws(XenError) -> Session {
        var address = first
        for _ in 0..<3 {
            do {
                let answer = try await post(
                    Session(ref: "", address: address), "session.login_with_password",
                    [.string(login.user), .string(password), "1.0", "p2v"], 60)
                guard let ref = answer.text, ref.hasPrefix("OpaqueRef:") else {
                    throw XenError.malformed(address: address, reason: "the login's answer is no session")
                }
                return Session(ref: ref, address: address)
            } catch let error as XenError {
                guard case .api("HOST_IS_SLAVE", let parameters) = error, let named = parameters.first else {
                    throw error
                }
                address = Self.complete(named, like: address)
            } catch {
                throw .broken(address: address, reason: "\(error)")
            }
        }
        throw .malformed(address: first, reason: "members name each other as the coordinator")
    }
}
