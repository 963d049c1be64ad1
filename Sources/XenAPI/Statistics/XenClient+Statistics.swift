extension XenClient {
    /// Asks one host for its own and its machines' measurements. Every host answers for itself only.
    ///
    /// - Parameters:
    ///   - address: the host's address.
    ///   - start: seconds since 1970.
    package func measurements(of address: String, since start: Int64, interval: Int = 5) async throws -> RRDUpdates {
        var session = try await current()
        for attempt in 0..<2 {
            let host = Self.complete(address, like: session.address)
            let answer = try await exchange.send(
                HTTPRequest(
                    address: host,
                    path: "/rrd_updates?session_id=\(session.ref)&start=\(start)&cf=AVERAGE&interval=\(interval)"
                        + "&host=true&json=true", seconds: 60, mayBeNew: mayBeNew(host)))
            if answer.status == 200 { return try RRDUpdates.read(answer.body, from: address) }
            guard answer.status == 401 || answer.status == 403, attempt == 0 else {
                throw XenError.malformed(
                    address: address, reason: "HTTP \(answer.status) to a request for measurements")
            }
            // The session may have ended: any call renews it.
            _ = try await call("session.get_this_host", [.string(session.ref)])
            session = try await current()
        }
        throw XenError.malformed(address: address, reason: "no measurements")
    }
}
