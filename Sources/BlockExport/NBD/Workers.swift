internal import Glibc

/// A few plain threads: each blocks in reads of its own, so that disk and network work at the same time.
enum Workers {
    private final class Work: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    /// Runs `body` on a thread of its own, which nobody waits for.
    static func start(_ body: @escaping @Sendable () -> Void) {
        if let thread = thread(body) { pthread_detach(thread) }
    }

    /// Runs `body` on `count` threads and waits for all. The calling thread is one of them.
    static func run(_ count: Int, _ body: @escaping @Sendable () -> Void) {
        var threads: [pthread_t] = []
        for _ in 1..<max(1, count) {
            if let thread = thread(body) { threads.append(thread) }
        }
        body()
        for thread in threads { pthread_join(thread, nil) }
    }

    private static func thread(_ body: @escaping @Sendable () -> Void) -> pthread_t? {
        var thread = pthread_t()
        let work = Unmanaged.passRetained(Work(body))
        let status = pthread_create(
            &thread, nil,
            { argument in
                if let argument { Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body() }
                return nil
            }, work.toOpaque())
        if status == 0 { return thread }
        work.release()
        return nil
    }
}
