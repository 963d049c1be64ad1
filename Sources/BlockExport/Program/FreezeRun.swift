internal import CLinux
internal import Glibc

/// Holds file systems still: flushed, consistent on disk, writers waiting.
///
/// Prints `frozen`, then waits until nobody reads what it prints, or for the time limit, and lets go of all of them: a
/// lost connection never leaves a server frozen. Prints `thawed`.
struct FreezeRun {
    let mountPoints: [String]
    let seconds: UInt32

    func run(channel: Channel) throws(ExportError) {
        var frozen: [Int32] = []
        defer { for descriptor in frozen { close(descriptor) } }
        // Signals that would end this process must not leave a file system frozen.
        for number in [SIGHUP, SIGTERM, SIGINT] { signal(number, SIG_IGN) }
        do throws(ExportError) {
            for point in mountPoints {
                let descriptor = open(point, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
                guard descriptor >= 0 else { throw .system("open \(point)") }
                guard clinux_freeze(descriptor) == 0 else {
                    let error = ExportError.system("freeze \(point)")
                    close(descriptor)
                    throw error
                }
                frozen.append(descriptor)
            }
            try channel.write(text: "frozen\n")
            wait(for: channel.output)
        } catch {
            thaw(frozen)
            throw error
        }
        let failed = thaw(frozen)
        if failed > 0 { throw ExportError("\(failed) file systems did not thaw: run fsfreeze -u on them") }
        // The reader may be gone already: that is how a freeze usually ends.
        try? channel.write(text: "thawed\n")
    }

    /// Until the reader of our output is gone or the time is up.
    private func wait(for reader: Int32) {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        let deadline = now.tv_sec + Int(seconds)
        while now.tv_sec < deadline {
            var entry = pollfd(fd: reader, events: 0, revents: 0)
            if poll(&entry, 1, 200) > 0 { return }
            clock_gettime(CLOCK_MONOTONIC, &now)
        }
    }

    @discardableResult
    private func thaw(_ descriptors: [Int32]) -> Int {
        descriptors.reversed().filter { clinux_thaw($0) != 0 }.count
    }
}
