import Estate
import Foundation
import Shell
import Testing

/// A folder with a disk of noise and holes, the `p2v` that was built, and servers that go away with it.
final class CopyScene: Sendable {
    let folder: String
    let program: String
    var disk: String { folder + "/disk" }
    /// Bytes of the disk that are not zero.
    let used: Int

    /// - Parameter mebibytes: of data; as many of zeros lie between.
    init(mebibytes: Int = 64) async throws {
        let environment = ProcessInfo.processInfo.environment
        program = environment["P2V_BIN"] ?? FileManager.default.currentDirectoryPath + "/.build/debug/p2v"
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("p2v-copy-\(UUID().uuidString)").path
        used = mebibytes << 20
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try await sh(
            """
            truncate -s $(( $1 * 2 ))M "$0/disk"
            for i in $(seq 0 4 $(( $1 - 1 ))); do
              dd if=/dev/urandom of="$0/disk" bs=1M count=4 seek=$(( i * 2 )) conv=notrunc status=none
            done
            """, folder, String(mebibytes))
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    @discardableResult
    func sh(_ script: String, _ words: String...) async throws -> String {
        try await Shell.check(Command(["bash", "-c", "set -e\n" + script] + words))
    }

    func copy(_ arguments: String...) async throws -> Output {
        try await Shell.run(Command([program, "copy"] + arguments))
    }

    func verify(_ image: String) async throws -> Output { try await Shell.run(Command([program, "verify", image])) }

    /// Whether an image that is raw equals the disk.
    func equals(_ image: String) async throws -> Bool {
        try await Shell.run(Command(["cmp", "-s", disk, image])).status == 0
    }

    /// Starts a program that runs until it is stopped.
    func start(_ arguments: [String], log: String? = nil) async throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        var errors = FileHandle.nullDevice
        if let log, FileManager.default.createFile(atPath: log, contents: nil) {
            errors = try #require(FileHandle(forWritingAtPath: log))
        }
        process.standardOutput = FileHandle.nullDevice
        process.standardError = errors
        try await LastingThread.shared.run { try Self.withoutBlockedSignals { try process.run() } }
        return process
    }

    /// Threads of the runtime block signals, and programs inherit that: a server could not be asked to end.
    private static func withoutBlockedSignals(_ body: () throws -> Void) rethrows {
        var (none, before) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        try body()
    }

    /// Waits for the program's end; `waitUntilExit` may wait for ever outside of the main thread.
    func ended(_ process: Process) async throws {
        while process.isRunning { try await Task.sleep(for: .milliseconds(20)) }
    }

    /// nbdkit with the disk and filters; the URI that reaches it. With one thread a connection: with more, nbdkit 1.32
    /// ends in an assertion when a client is killed.
    func serve(_ filters: [String], _ settings: [String] = []) async throws -> (uri: String, server: Process) {
        let socket = "\(folder)/\(UUID().uuidString.prefix(8)).sock"
        let server = try await start(
            ["nbdkit", "-f", "-t", "1", "-U", socket] + filters.map { "--filter=\($0)" } + ["file", disk] + settings)
        try await Waiting.until("nbdkit serves") { FileManager.default.fileExists(atPath: socket) }
        return ("nbd+unix:///?socket=\(socket)", server)
    }
}

/// A file system of a few MiB in memory.
final class SmallFileSystem: Sendable {
    let path: String

    init(mebibytes: Int) async throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("p2v-small-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try await Shell.check(Command(["mount", "-t", "tmpfs", "-o", "size=\(mebibytes)m", "p2v-test", path]))
    }

    func grow(mebibytes: Int) async throws {
        try await Shell.check(Command(["mount", "-o", "remount,size=\(mebibytes)m", path]))
    }

    func remove() async throws {
        try await Shell.check(Command(["umount", path]))
        try FileManager.default.removeItem(atPath: path)
    }
}
