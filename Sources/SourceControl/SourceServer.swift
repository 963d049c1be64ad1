/// # SourceControl: the physical server during its conversion
///
/// Reads from it, stops and starts what the plan names, tells it to power off, and looks whether it is there. Its disks
/// are never written.
///
/// ```
///                 SourceServer (protocol)
///                  │               │
///          SSHSourceServer   SimulatedSource       presence: ways (ssh port, ping, neighbour) → looks → SilenceCount
/// ```
///
/// *Off* is a proof, never the lack of an answer: see ``Presence``.
package protocol SourceServer: Sendable {
    /// For messages: `ssh://root@dns01`.
    var name: String { get }
    /// What the disks are now, by device; one that is not there is left out.
    func disks(_ devices: [String]) async throws -> [String: SourceDisk]
    /// What it says of itself now.
    func condition() async throws -> SourceCondition
    /// Runs the plan's commands that stop the service, then flushes what the kernel holds.
    func quiesce(_ commands: [String]) async throws
    /// Runs the plan's commands that start the service again.
    func resume(_ commands: [String]) async throws
    /// Tells it to power off at once and without unmounting. Answers when it has taken the order, not when it is off.
    ///
    /// - Throws: ``Failure`` when it cannot be told, and `refused` when it is not as `expected` any more: it was started
    ///   anew, or a unit that was stopped runs again. The order is then not given.
    func orderPowerOff(expecting expected: StoppedSource) async throws
    /// The ways on which it answers now; what answers nothing now proves nothing later.
    ///
    /// - Parameter tries: how often a silent way is asked. One lost packet does not make a way useless.
    func waysThatAnswer(tries: Int) async -> Set<String>
    /// Looks whether it is there.
    ///
    /// - Parameters:
    ///   - ways: those that answered while it was known to be on.
    ///   - limit: seconds after which the answer is `unknown`.
    func presence(over ways: Set<String>, within limit: Double) async throws -> Presence
}

extension SourceServer {
    package func waysThatAnswer() async -> Set<String> { await waysThatAnswer(tries: 3) }
}

/// Whether a server is there. Three answers; the third decides nothing.
package enum Presence: Sendable, Hashable {
    /// Something answered: a login, a refusal, a reset, any reply at all.
    case on(because: String)
    /// Several silent looks, over several seconds, over at least two ways that answered before.
    case off(because: String)
    case unknown(because: String)
}
