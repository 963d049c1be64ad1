internal import Estate
internal import XenAPI

extension XenPool {
    /// `host.disable` lets nothing new start there; `host.enable` ends it. What runs there stays where it is.
    package func setMaintenance(_ on: Bool, of host: String) async throws {
        let attempt = on ? "begin maintenance" : "end maintenance"
        let tables = try await tables([.pool, .host], to: attempt)
        guard let record = tables.host(named: host) else { throw noHost(host, tables) }
        try await call(on ? "host.disable" : "host.enable", [.string(record.ref)], to: attempt, on: host)
    }

    /// XAPI's own evacuation, for an operator who prefers it to ordered moves: newer servers take a network and the
    /// size of a batch as well.
    package func evacuateByXAPI(_ host: String) async throws {
        let attempt = "evacuate the host"
        let tables = try await tables([.pool, .host], to: attempt)
        guard let record = tables.host(named: host) else { throw noHost(host, tables) }
        let forms: [[JSONValue]] = [
            [.string(record.ref), .string(XenAPI.null), 0], [.string(record.ref), .string(XenAPI.null)],
            [.string(record.ref)],
        ]
        for (index, parameters) in forms.enumerated() {
            do {
                _ = try await client.run("host.evacuate", parameters)
                return
            } catch let error as XenError {
                guard error.isCode("MESSAGE_PARAMETER_COUNT_MISMATCH"), index < forms.count - 1 else {
                    throw error.failure(attempt, on: host)
                }
            }
        }
    }
}
