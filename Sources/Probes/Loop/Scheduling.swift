internal import Glibc

/// Asks for real-time priority: on a busy machine a probe that waits for a core would look like a slow network.
enum Scheduling {
    /// Best effort: without the right to do it the thread stays as it is, and its lateness is on record anyway.
    static func raiseThisThread() {
        var parameters = sched_param()
        parameters.sched_priority = 1
        pthread_setschedparam(pthread_self(), SCHED_RR, &parameters)
    }
}
