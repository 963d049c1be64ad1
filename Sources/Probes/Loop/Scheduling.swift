internal import Glibc

/// Priority on a busy machine. Best effort: without the right to it, everything stays as it is, and the lateness of the
/// sender is on record anyway.
package enum Scheduling {
    /// Real time for the thread that calls: a probe that waits for a core would look like a slow network.
    package static func raiseThisThread() {
        var parameters = sched_param()
        parameters.sched_priority = 1
        pthread_setschedparam(pthread_self(), SCHED_RR, &parameters)
    }

    /// The lowest nice value for all threads of this process: the time between an event and the reaction to it counts.
    package static func raiseThisProcess() {
        guard let folder = opendir("/proc/self/task") else { return }
        defer { closedir(folder) }
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if let thread = id_t(name) { setpriority(__priority_which_t(PRIO_PROCESS.rawValue), thread, -20) }
        }
    }
}
