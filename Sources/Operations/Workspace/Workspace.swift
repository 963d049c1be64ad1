package import Estate
internal import Foundation
package import Logging
package import Store

/// What every operation works in: which store, which pool, what time it is, and where notes go.
///
/// Made once from the command line or the environment; nothing is opened before it is asked for.
///
/// ```
/// Workspace ─ openStore    what this user remembers: profiles, loads, runs
///           ├ openPool     hosts and VMs
///           ├ openLedger   what the pool itself remembers: marks, moves, host pages, the lease
///           └ now, makeID, who, log
/// ```
package struct Workspace: Sendable {
    /// The file where p2v remembers.
    package let storePath: String
    /// The pool file.
    package let poolPath: String
    /// The wall clock, injected.
    package let now: @Sendable () -> Moment
    /// New identifiers, injected: short, plain letters, never twice.
    package let makeID: @Sendable () -> String
    /// Who works here: `user@machine`.
    package let who: String
    /// The id of a pool's lease whose machine the operator knows to be dead.
    package let unlock: String?
    /// Hosts that show a certificate for the first time are trusted, all of them.
    package let acceptsNew: Bool
    /// Somebody reads the notes as they come: then a first certificate of a host that the pool file names is trusted.
    package let isWatched: Bool
    /// Notes for people who watch: never an answer, never a secret.
    package let log: Logger

    package init(
        storePath: String, poolPath: String, unlock: String? = nil, acceptsNew: Bool = false,
        isWatched: Bool = isatty(STDERR_FILENO) == 1, log: Logger = Logger(label: "p2v"),
        who: String = "\(NSUserName())@\(ProcessInfo.processInfo.hostName)",
        makeID: @escaping @Sendable () -> String = {
            String(UUID().uuidString.filter { $0 != "-" }.prefix(12)).lowercased()
        },
        now: @escaping @Sendable () -> Moment = { Moment(seconds: Date().timeIntervalSince1970) }
    ) {
        self.storePath = storePath
        self.poolPath = poolPath
        self.unlock = unlock
        self.acceptsNew = acceptsNew
        self.isWatched = isWatched
        self.log = log
        self.who = who
        self.makeID = makeID
        self.now = now
    }

    /// Opens the store. What of it cannot be read is said in a note.
    package func openStore() throws -> Store {
        let log = log
        return try Store(path: storePath) { row in log.warning("\(row)") }
    }
}
