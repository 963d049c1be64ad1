/// Pre-copy as arithmetic: pure.
///
/// With M bytes to send, a link of R bytes a second, a guest that writes D bytes a second into a working set of W bytes:
/// pass 0 sends M, pass i+1 sends what was written during pass i, `min(W, D × Vi / R)`. The move ends when what remains
/// can be sent within the limit of the pause. `q = D / R` at 1 or above never gets there unless W / R does.
public struct MigrationModel: Sendable, Hashable {
    public var memoryBytes: Double
    public var linkBytesPerSecond: Double
    public var dirtyBytesPerSecond: Double
    /// Nil: as large as the memory.
    public var workingSetBytes: Double?
    public var limitSeconds: Double
    /// Pause that no memory explains: device state, activation, the daemons' handshake.
    public var fixedPauseSeconds: Double
    /// Time that no memory explains: connecting, starting the destination.
    public var setupSeconds: Double

    public init(
        memoryBytes: Double, linkBytesPerSecond: Double, dirtyBytesPerSecond: Double, workingSetBytes: Double? = nil,
        limitSeconds: Double = 0.3, fixedPauseSeconds: Double = 0.02, setupSeconds: Double = 0
    ) {
        self.memoryBytes = memoryBytes
        self.linkBytesPerSecond = linkBytesPerSecond
        self.dirtyBytesPerSecond = dirtyBytesPerSecond
        self.workingSetBytes = workingSetBytes
        self.limitSeconds = limitSeconds
        self.fixedPauseSeconds = fixedPauseSeconds
        self.setupSeconds = setupSeconds
    }

    public struct Course: Sendable, Hashable {
        public var converges: Bool
        /// Passes before the pause.
        public var rounds: Int
        public var totalSeconds: Double
        public var pauseSeconds: Double
    }

    public var course: Course {
        var remaining = memoryBytes
        var sent = 0.0
        var rounds = 0
        while remaining / linkBytesPerSecond > limitSeconds || rounds == 0 {
            sent += remaining
            let next = min(workingSetBytes ?? memoryBytes, dirtyBytesPerSecond * remaining / linkBytesPerSecond)
            rounds += 1
            // No smaller remainder will come: the pause is what the plateau takes.
            if next > 0.995 * remaining || rounds > 200 { return end(false, rounds, sent, next) }
            remaining = next
        }
        return end(true, rounds, sent, remaining)
    }

    private func end(_ converges: Bool, _ rounds: Int, _ sent: Double, _ remaining: Double) -> Course {
        let pause = remaining / linkBytesPerSecond + fixedPauseSeconds
        return Course(
            converges: converges, rounds: rounds,
            totalSeconds: setupSeconds + sent / linkBytesPerSecond + pause, pauseSeconds: pause)
    }
}
