internal import CLinux
internal import Glibc
internal import Synchronization

/// Spaces reads so that together they stay under a rate, without bursts longer than a quarter of a second, and leaves the
/// disk alone for a while when it answers slowly: then the server's own work waits for it, too.
final class Throttle: Sendable {
    private let bytesPerSecond: UInt64?
    /// Whether slow reads are followed by a rest.
    private let rests: Bool
    /// When the bytes let through so far will have been paid for, in monotonic nanoseconds.
    private let paidUntil = Mutex<UInt64>(0)

    /// The usual time of a read, in nanoseconds: it follows faster ones quickly and slower ones slowly.
    private let usual = Atomic<UInt64>(0)

    /// A read that takes this many times the usual, and longer than ``slow``, is followed by a rest as long as itself.
    private static let factor: UInt64 = 4
    private static let slow: UInt64 = 30_000_000
    private static let longestRest: UInt64 = 500_000_000

    init(bytesPerSecond: UInt64?, rests: Bool = true) {
        self.bytesPerSecond = bytesPerSecond
        self.rests = rests
    }

    /// Waits until `count` more bytes may be read.
    func spend(_ count: Int) {
        guard let bytesPerSecond else { return }
        let cost = UInt64(Double(count) / Double(bytesPerSecond) * 1e9)
        let now = Self.now()
        let start = paidUntil.withLock { until in
            let start = max(until, now > 250_000_000 ? now - 250_000_000 : 0)
            until = start + cost
            return start
        }
        if start > now { Self.sleep(start - now) }
    }

    /// Runs a read, and rests after a slow one.
    func timed(_ read: () throws(ExportError) -> Void) throws(ExportError) {
        let start = Self.now()
        try read()
        let took = Self.now() - start
        let before = usual.load(ordering: .relaxed)
        usual.store(before == 0 || took < before ? took : before + (took - before) / 64, ordering: .relaxed)
        if rests, before > 0, took > Self.slow, took > before * Self.factor { Self.sleep(min(took, Self.longestRest)) }
    }

    private static func sleep(_ nanoseconds: UInt64) {
        var pause = timespec(tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
        var rest = timespec()
        while nanosleep(&pause, &rest) != 0, errno == EINTR { pause = rest }
    }

    private static func now() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
