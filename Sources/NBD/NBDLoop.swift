internal import CNBD
internal import Foundation
internal import Synchronization

/// The thread that owns a libnbd handle.
final class NBDLoop: Sendable {
    enum Target: Sendable {
        case command([String], [UInt8])
        case uri(String)
        case socket(String)
        /// A server that takes its listening socket from its parent; its standard error goes to the file.
        case activated([String], errors: String)
    }

    struct Export: Sendable {
        var size: UInt64
        var contexts: Set<NBDContext>
        var tellsWrites = false
    }

    private struct State {
        var waiting: [NBDJob] = []
        var stopping = false
        var dead: NBDError?
        var process: pid_t?
        var ended = false
        var waitingForEnd: [CheckedContinuation<Void, Never>] = []
    }

    private let target: Target
    private let patience: Int
    let wish: NBDWish
    private let state = Mutex(State())
    /// A pipe that wakes the thread from its poll: read end, write end.
    private let wake: (read: Int32, write: Int32)

    /// - Parameter patience: seconds that a server may owe answers without a sign of life.
    init(_ target: Target, patience: Int, wish: NBDWish = NBDWish()) {
        self.target = target
        self.wish = wish
        self.patience = patience
        var pair: [Int32] = [-1, -1]
        unsafe pipe(&pair)
        for descriptor in pair {
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
            _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        }
        wake = (pair[0], pair[1])
    }

    deinit {
        Foundation.close(wake.read)
        Foundation.close(wake.write)
    }

    func start() async throws(NBDError) -> Export {
        let result = await withTaskCancellationHandler(
            operation: {
                await withCheckedContinuation { (waiter: CheckedContinuation<Result<Export, NBDError>, Never>) in
                    Thread { self.live(waiter) }.start()
                }
            }, onCancel: stop)
        return try result.get()
    }

    func read(at offset: UInt64, count: Int) async throws(NBDError) -> NBDConnection.Read {
        let result = await withCheckedContinuation { submit(NBDJob(.read($0), offset: offset, count: count)) }
        return try result.get()
    }

    func status(of range: Range<UInt64>) async throws(NBDError) -> [String: [UInt32]] {
        let result = await withCheckedContinuation {
            submit(NBDJob(.status($0), offset: range.lowerBound, count: range.count))
        }
        return try result.get()
    }

    func write(_ bytes: ArraySlice<UInt8>, at offset: UInt64) async throws(NBDError) {
        let result = await withCheckedContinuation { submit(NBDJob(.write($0), offset: offset, bytes: bytes)) }
        try result.get()
    }

    func zero(_ range: Range<UInt64>) async throws(NBDError) {
        let result = await withCheckedContinuation {
            submit(NBDJob(.zero($0), offset: range.lowerBound, count: range.count))
        }
        try result.get()
    }

    func flush() async throws(NBDError) {
        let result = await withCheckedContinuation { submit(NBDJob(.flush($0), offset: 0, count: 0)) }
        try result.get()
    }

    /// Stops, and returns when the thread has let go of the connection and of the command.
    func end() async {
        stop()
        await withCheckedContinuation { waiter in
            let ended = state.withLock { state in
                if !state.ended { state.waitingForEnd.append(waiter) }
                return state.ended
            }
            if ended { waiter.resume() }
        }
    }

    func stop() {
        state.withLock { state in
            state.stopping = true
            if let process = state.process { kill(process, SIGTERM) }
        }
        signalThread()
    }

    private func submit(_ job: NBDJob) {
        let dead = state.withLock { state -> NBDError? in
            if state.dead == nil { state.waiting.append(job) }
            return state.dead
        }
        if let dead { job.finish(dead) } else { signalThread() }
    }

    private func signalThread() {
        var byte: UInt8 = 1
        _ = unsafe Foundation.write(wake.write, &byte, 1)
    }

    // MARK: On the thread

    private func live(_ waiter: CheckedContinuation<Result<Export, NBDError>, Never>) {
        let child: ChildProcess?
        let handle: NBDHandle
        do throws(NBDError) {
            (handle, child) = try connect()
        } catch {
            state.withLock { $0.dead = error }
            sayEnded()
            return waiter.resume(returning: .failure(error))
        }
        waiter.resume(returning: .success(handle.export))
        let error = NBDError(code: ENOTCONN, message: serve(handle), disconnected: true)
        let left = state.withLock { state -> [NBDJob] in
            state.dead = error
            state.process = nil
            defer { state.waiting = [] }
            return state.waiting
        }
        if handle.underWay > 0 { child?.terminate() }
        handle.close(because: error)
        let words = child?.finish().words ?? ""
        state.withLock { $0.dead?.standardError = words }
        for job in left { job.finish(error) }
        sayEnded()
    }

    private func sayEnded() {
        let waiters = state.withLock { state in
            state.ended = true
            defer { state.waitingForEnd = [] }
            return state.waitingForEnd
        }
        for waiter in waiters { waiter.resume() }
    }

    private func connect() throws(NBDError) -> (NBDHandle, ChildProcess?) {
        switch target {
        case .uri(let uri): return unsafe (try NBDHandle { unsafe nbd_connect_uri($0, uri) }, nil)
        case .socket(let path): return unsafe (try NBDHandle(wish) { unsafe nbd_connect_unix($0, path) }, nil)
        case .activated(let command, let errors): return (try activate(command, errors), nil)
        case .command(let command, let preamble):
            let child = try ChildProcess(command)
            let stopping = state.withLock { state in
                state.process = child.process
                return state.stopping
            }
            if stopping { child.terminate() }
            do throws(NBDError) {
                try child.send(preamble)
                try child.skipToGreeting()
                return unsafe (try NBDHandle(wish) { unsafe nbd_connect_socket($0, child.socket) }, child)
            } catch {
                state.withLock { $0.process = nil }
                var error = error
                (error.standardError, error.wasKilled) = child.finish()
                error.disconnected = true
                throw error
            }
        }
    }

    /// libnbd tells the command its own process number, so a shell stands between only until it has opened the file of
    /// errors; the arguments are words of their own.
    private func activate(_ command: [String], _ errors: String) throws(NBDError) -> NBDHandle {
        var words = ["/bin/sh", "-c", "exec \"$@\" 2>\"$0\"", errors] + command
        words = words.filter { !$0.contains("\0") }
        var argv = unsafe words.map { unsafe strdup($0) } + [nil]
        defer { unsafe argv.forEach { unsafe free($0) } }
        do throws(NBDError) {
            return try unsafe NBDHandle { unsafe nbd_connect_systemd_socket_activation($0, &argv) }
        } catch {
            var error = error
            error.standardError = (try? String(contentsOfFile: errors, encoding: .utf8)) ?? ""
            throw error
        }
    }

    /// - Returns: why it ended.
    private func serve(_ handle: NBDHandle) -> String {
        let clock = ContinuousClock()
        var lastSign = clock.now
        while true {
            let (jobs, stopping) = state.withLock { state in
                defer { state.waiting = [] }
                return (state.waiting, state.stopping)
            }
            if handle.underWay == 0 { lastSign = clock.now }
            for job in jobs { handle.issue(job) }
            guard !stopping, handle.isAlive else { return "the connection is gone" }
            if handle.wait(orWake: wake.read) { lastSign = clock.now }
            if handle.underWay > 0, clock.now - lastSign > .seconds(patience) {
                return "no answer for \(patience) s"
            }
        }
    }
}
