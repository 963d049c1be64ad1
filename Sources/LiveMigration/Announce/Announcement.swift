internal import Estate
internal import Synchronization

/// Tells the switches where a machine is, at the right moment of its move.
///
/// Frames sent to the machine while it is paused go to the port where the switches last saw it: the source's, where
/// nobody takes them. Told at the start of the pause, they go to the destination, wait in its tap's queue (500 to 1000
/// frames), and are answered late instead of never.
///
/// Risks, which is why it is a policy: when the move fails after the pause began, the switches must be told once more
/// (``takeBack()``); on a network with port security a MAC that shows up on another port may be refused, with or
/// without this, only earlier; on a very busy network the tap's queue may overflow, and then frames are lost as before.
final class Announcement: Sendable {
    private let macs: [String]
    private let source: AnnouncerLine
    private let target: AnnouncerLine
    private let made = Mutex(false)

    private init(_ macs: [String], _ source: AnnouncerLine, _ target: AnnouncerLine) {
        self.macs = macs
        self.source = source
        self.target = target
    }

    /// Starts an announcer on both hosts, so that the announcement itself costs one write.
    static func open(
        macs: [String], from: String, _ source: [String], to: String, _ target: [String]
    ) async throws -> Announcement {
        async let first = AnnouncerLine.open(source, on: from)
        async let second = AnnouncerLine.open(target, on: to)
        return Announcement(macs, try await first, try await second)
    }

    var wasMade: Bool { made.withLock(\.self) }

    /// The pause has begun. True if the switches were told.
    func make() -> Bool {
        made.withLock { made in
            guard !made else { return false }
            made = target.say(macs)
            return made
        }
    }

    /// The move failed: the machine runs on where it was, as far as anybody knows yet.
    func takeBack() {
        if wasMade { _ = source.say(macs) }
    }

    /// It runs on the destination after all.
    func confirm() {
        if wasMade { _ = target.say(macs) }
    }

    func end() {
        source.end()
        target.end()
    }
}
