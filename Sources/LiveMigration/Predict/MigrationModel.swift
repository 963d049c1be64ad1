/// Pre-copy as arithmetic: pure.
///
/// With M bytes to send, a link of R bytes a second, a guest that writes D bytes a second into a working set of W bytes:
/// pass 0 sends M, pass i+1 sends what was written during pass i, `min(W, D × Vi / R)`. The move ends when what remains
/// can be sent within the limit of the pause. `q = D / R` at 1 or above never gets there unless W / R does.
package struct MigrationModel: Sendable, Hashable {
    package var memoryBytes: Double
    package var linkBytesPerSecond: Double
    package var dirtyBytesPerSecond: Double
    /// Nil: as large as the memory.
    package var workingSetBytes: Double?
    package var limitSeconds: Double
    /// The limit doubles with every third pass up to this one, as ``DowntimeSteps`` does it; nil: it stays.
    package var highestLimitSeconds: Double?
    /// Pause that no memory explains: device state, activation, the daemons' handshake.
    package var fixedPauseSeconds: Double
    /// Time that no memory explains: connecting, starting the destination.
    package var setupSeconds: Double

    package init(
        memoryBytes: Double, linkBytesPerSecond: Double, dirtyBytesPerSecond: Double, workingSetBytes: Double? = nil,
        limitSeconds: Double = 0.3, highestLimitSeconds: Double? = nil, fixedPauseSeconds: Double = 0.02,
        setupSeconds: Double = 0
    ) {
        self.memoryBytes = memoryBytes
        self.linkBytesPerSecond = linkBytesPerSecond
        self.dirtyBytesPerSecond = dirtyBytesPerSecond
        self.workingSetBytes = workingSetBytes
        self.limitSeconds = limitSeconds
        self.highestLimitSeconds = highestLimitSeconds
        self.fixedPauseSeconds = fixedPauseSeconds
        self.setupSeconds = setupSeconds
    }

    package struct Course: Sendable, Hashable {
        package var converges: Bool
        /// Passes before the pause.
        package var rounds: Int
        package var totalSeconds: Double
        package var pauseSeconds: Double
    }

    package var course: Course {
        var remaining = memoryBytes
        var sent = 0.0
        var rounds = 0
        while remaining / linkBytesPerSecond > limit(after: rounds) || rounds == 0 {
            sent += remaining
            let next = min(workingSetBytes ?? memoryBytes, dirtyBytesPerSecond * remaining / linkBytesPerSecond)
            rounds += 1
            // No smaller remainder will come and no higher limit: the pause is what the plateau takes.
            let stands = next > 0.995 * remaining && next / linkBytesPerSecond > highestLimit
            if stands || rounds > 200 { return end(false, rounds, sent, next) }
            remaining = next
        }
        return end(true, rounds, sent, remaining)
    }

    private var highestLimit: Double { max(limitSeconds, highestLimitSeconds ?? limitSeconds) }

    private func limit(after rounds: Int) -> Double {
        let doublings = max(0, (rounds - 1) / Int(DowntimeSteps.patience))
        return highestLimitSeconds == nil
            ? limitSeconds : min(highestLimit, limitSeconds * Double(UInt64(1) << UInt64(min(doublings, 32))))
    }

    private func end(_ converges: Bool, _ rounds: Int, _ sent: Double, _ remaining: Double) -> Course {
        let pause = remaining / linkBytesPerSecond + fixedPauseSeconds
        return Course(
            converges: converges, rounds: rounds,
            totalSeconds: setupSeconds + sent / linkBytesPerSecond + pause, pauseSeconds: pause)
    }
}
