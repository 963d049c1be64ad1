internal import CLinux
internal import Glibc
internal import Synchronization

/// Spaces reads so that together they stay under a rate, without bursts longer than a quarter of a second.
final class Throttle: Sendable {
    private let bytesPerSecond: UInt64?
    /// When the bytes let through so far will have been paid for, in monotonic nanoseconds.
    private let paidUntil = Mutex<UInt64>(0)

    init(bytesPerSecond: UInt64?) {
        self.bytesPerSecond = bytesPerSecond
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
        guard start > now else { return }
        var pause = timespec(tv_sec: Int((start - now) / 1_000_000_000), tv_nsec: Int((start - now) % 1_000_000_000))
        var rest = timespec()
        while nanosleep(&pause, &rest) != 0, errno == EINTR { pause = rest }
    }

    private static func now() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
