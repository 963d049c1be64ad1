package import Estate
internal import Foundation
package import Logging
package import Store

/// What every operation works in: which store, which pool, what time it is, and where notes go.
///
/// Made once from the command line or the environment; nothing is opened before it is asked for.
package struct Workspace: Sendable {
    /// The file where p2v remembers.
    package let storePath: String
    /// The pool file.
    package let poolPath: String
    /// The wall clock, injected.
    package let now: @Sendable () -> Moment
    /// Notes for people who watch: never an answer, never a secret.
    package let log: Logger

    package init(
        storePath: String, poolPath: String, log: Logger = Logger(label: "p2v"),
        now: @escaping @Sendable () -> Moment = { Moment(seconds: Date().timeIntervalSince1970) }
    ) {
        self.storePath = storePath
        self.poolPath = poolPath
        self.log = log
        self.now = now
    }

    /// Opens the store.
    package func openStore() throws -> Store { try Store(path: storePath) }
}
