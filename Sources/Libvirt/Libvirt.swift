internal import CLibvirt
internal import Foundation

/// # Libvirt: hosts, domains, migrations and events, safely
///
/// The only importer of CLibvirt (libvirt 9). It knows libvirt's words and no others.
///
/// ```
/// LibvirtConnection ─domains, define→ Domain ─migrate, jobStatistics→ …
///     │                                  every call on a thread of its own, so that a migration
///     │                                  that lasts minutes never delays a statistics call
///     └─events→ AsyncStream<DomainEvent>   stamped in the callback, on the event thread
/// ```
package enum Libvirt {
    /// The version of the library that runs here: `9.0.0`.
    package static var version: String {
        var number: UInt = 0
        return unsafe virGetVersion(&number, nil, nil) == 0 ? versionText(number) : "unknown"
    }

    /// Nanoseconds of CLOCK_MONOTONIC: the clock of every event.
    package static func monotonicNanoseconds() -> UInt64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }

    static func versionText(_ number: UInt) -> String {
        "\(number / 1_000_000).\(number / 1000 % 1000).\(number % 1000)"
    }

    /// Runs once: libvirt's own event loop on a thread that lives as long as the process. Without it no keepalive is
    /// answered and no event comes.
    static let eventLoop: Void = {
        // The library's own log would go to standard error: what matters is in each call's error.
        unsafe setenv("LIBVIRT_LOG_OUTPUTS", "4:file:/dev/null", 0)
        virInitialize()
        // Errors are read from the failed call; libvirt would print them on standard error besides.
        unsafe virSetErrorFunc(nil) { _, _ in }
        virEventRegisterDefaultImpl()
        Thread.detachNewThread {
            while true {
                if virEventRunDefaultImpl() < 0 { usleep(10_000) }
            }
        }
    }()
}
