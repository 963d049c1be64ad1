package import Estate
internal import Synchronization
package import XenAPI

/// A pool of XenServer or XCP-ng hosts, through XAPI on its coordinator.
///
/// XAPI chooses a new VM's UUID itself: the server's own, which p2v knows a machine by, is kept in the VM's
/// `other_config:p2v-uuid` and answered in its place. A machine that is off belongs to the host of its affinity.
package final class XenPool: Pool {
    package let configuration: PoolConfiguration
    package let client: XenClient
    /// Seconds since 1970 UTC.
    let now: @Sendable () -> Int64
    /// Migrations that this p2v drives, as the server's events say them.
    let moves = Mutex<[String: XenMove]>([:])

    /// Set for who looks again and again.
    let mirror: XenMirror?

    /// Under which machines are started.
    let starts: any Exclusive

    /// - Parameter keepsRecords: keep the pool's records between questions and ask for changes only; for long runs.
    package init(
        configuration: PoolConfiguration, client: XenClient, keepsRecords: Bool = false,
        starts: any Exclusive = Unlocked(), now: @escaping @Sendable () -> Int64
    ) {
        self.starts = starts
        mirror = keepsRecords ? XenMirror(client) : nil
        self.configuration = configuration
        self.client = client
        self.now = now
    }

    package var name: String { configuration.name }

    /// XAPI reports a task's progress, and nothing of memory passes, pauses or dirty memory.
    package var features: Features { [.maintenance] }

    /// Asks for several classes side by side, in bulk, or for what has changed of them.
    func tables(_ types: [XenTables.Kind], to attempt: String) async throws -> XenTables {
        do {
            let names = types.map(\.rawValue)
            let records =
                if let mirror { try await mirror.tables(names) } else { try await client.tables(names) }
            let tables = XenTables(records)
            if types.contains(.host) { await client.learn(tables.addresses) }
            return tables
        } catch let error as XenError {
            throw error.failure(attempt, on: name)
        }
    }

    /// Calls XAPI with failures in words.
    @discardableResult
    func call(
        _ method: String, _ parameters: [JSONValue], to attempt: String, on subject: String
    ) async throws -> JSONValue {
        do {
            return try await client.call(method, parameters)
        } catch let error as XenError {
            throw error.failure(attempt, on: subject)
        }
    }

    /// Runs the asynchronous form of a call to its end.
    @discardableResult
    func run(
        _ method: String, _ parameters: [JSONValue], to attempt: String, on subject: String
    ) async throws -> String {
        do {
            return try await client.run(method, parameters)
        } catch let error as XenError {
            throw error.failure(attempt, on: subject)
        }
    }
}
