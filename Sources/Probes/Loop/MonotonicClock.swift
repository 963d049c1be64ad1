internal import Glibc

/// CLOCK_MONOTONIC, the clock of every sample and of libvirt's events.
package enum MonotonicClock {
    /// Nanoseconds since some moment before this machine's start.
    package static func now() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
