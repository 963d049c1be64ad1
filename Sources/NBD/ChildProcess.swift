internal import CLinux
internal import Foundation

/// A command at the other end of a socket, in a session of its own so that the terminal's Ctrl-C does not reach it.
struct ChildProcess {
    let process: pid_t
    /// Our end of the socket that is its standard input and output.
    let socket: Int32
    private let errors: Int32
    /// Looks at 20 a second for a command that ends by itself; then it is told to.
    private static let waitsForEnd = 10

    init(_ command: [String]) throws(NBDError) {
        var pair: [Int32] = [-1, -1]
        guard unsafe socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &pair) == 0
        else {
            throw Self.failure("make a socket")
        }
        clinux_widen(pair[1])
        errors = Self.temporaryFile()
        socket = pair[0]
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_adddup2(&actions, pair[1], 0)
        unsafe posix_spawn_file_actions_adddup2(&actions, pair[1], 1)
        if errors >= 0 { unsafe posix_spawn_file_actions_adddup2(&actions, errors, 2) }
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        // Threads of the runtime block signals; a program that inherits that cannot be asked to end.
        var none = sigset_t()
        unsafe sigemptyset(&none)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK))
        var argv = unsafe command.map { unsafe strdup($0) } + [nil]
        defer { unsafe argv.forEach { unsafe free($0) } }
        var process = pid_t()
        let status = unsafe posix_spawnp(&process, command[0], &actions, &attributes, &argv, Foundation.environ)
        Foundation.close(pair[1])
        self.process = process
        guard status == 0 else {
            Foundation.close(pair[0])
            if errors >= 0 { Foundation.close(errors) }
            throw NBDError(
                code: status, message: unsafe "start \(command.first ?? ""): \(String(cString: strerror(status)))")
        }
    }

    /// Sends bytes before NBD takes the socket over.
    func send(_ bytes: [UInt8]) throws(NBDError) {
        var done = 0
        while done < bytes.count {
            let count = unsafe bytes.withUnsafeBytes {
                unsafe Foundation.send(socket, $0.baseAddress! + done, $0.count - done, Int32(MSG_NOSIGNAL))
            }
            if count > 0 { done += count } else if errno != EINTR { throw Self.failure("send to the command") }
        }
    }

    func terminate() { kill(process, SIGTERM) }

    /// Makes it end.
    ///
    /// - Returns: the end of its standard error, and whether a signal ended it that was not sent here.
    func finish() -> (words: String, wasKilled: Bool) {
        var status: Int32 = 0
        var waited = 0
        while unsafe waitpid(process, &status, WNOHANG) == 0 {
            if waited == Self.waitsForEnd { kill(process, SIGTERM) }
            if waited == 60 { kill(process, SIGKILL) }
            usleep(50_000)
            waited += 1
        }
        let wasKilled = waited <= Self.waitsForEnd && status & 0x7f != 0
        guard errors >= 0 else { return ("", wasKilled) }
        defer { Foundation.close(errors) }
        let end = lseek(errors, 0, SEEK_END)
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = unsafe pread(errors, &bytes, bytes.count, max(0, end - 4096))
        let words = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
        return (words.trimmingCharacters(in: .whitespacesAndNewlines), wasKilled)
    }

    /// A file without a name, -1 where there is no room for it.
    private static func temporaryFile() -> Int32 {
        var name = Array("/tmp/p2v-XXXXXX".utf8CString)
        let descriptor = unsafe mkstemp(&name)
        guard descriptor >= 0 else { return -1 }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        unsafe unlink(name)
        return descriptor
    }

    private static func failure(_ attempted: String) -> NBDError {
        let code = errno
        return NBDError(
            code: code, message: unsafe "\(attempted): \(String(cString: strerror(code)))", disconnected: true)
    }
}
