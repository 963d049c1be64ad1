internal import CLinux
internal import Glibc

/// The server's own work comes first.
enum Niceness {
    /// CPU niceness 10 and the lowest best-effort I/O priority, for this thread and those it starts.
    /// Both only ask: where the kernel refuses, the copy goes on as it is.
    static func lower() {
        _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10)
        _ = clinux_lowest_io_priority()
    }
}
