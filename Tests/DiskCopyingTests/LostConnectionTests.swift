import BlockExport
import Estate
import Foundation
import Shell
import Synchronization
import TestFiles
import Testing

@testable import DiskCopying

/// `p2v-source` behind a command that is killed, or that nobody reaches for a while.
@Suite struct `A connection to p2v-source` {
    private let scratch: Scratch
    private let disk: [UInt8]
    private let path: String

    init() throws {
        scratch = try Scratch()
        disk = noise(1 << 20, seed: 31)
        path = try scratch.file("disk", disk)
    }

    /// - Parameter way: shell that stands for the way, run in the scratch folder.
    private func program(_ way: String) throws -> SourceProgram {
        let real = try SourceProgram()
        let script = try scratch.file("way", [])
        let text = "#!/bin/sh\ncd '\(scratch.path)'\n\(way)\nexec '\(real.path)' \"$@\"\n"
        try text.write(toFile: script, atomically: false, encoding: .utf8)
        chmod(script, 0o700)
        return SourceProgram(path: script, bytes: real.bytes)
    }

    private func source(
        _ way: String, options: SourceOptions = SourceOptions(),
        sleep: @escaping @Sendable (Duration) async throws -> Void
    ) async throws -> ProgramDiskSource {
        try await ProgramDiskSource(
            on: .thisMachine, device: path, options: options, way: WayPatience(sleep: sleep), program: program(way))
    }

    // The kernel kills ssh where memory ends; sshd's watchdog and an admin do, too.
    @Test(arguments: ["kill -9 $$", "echo 'Killed by signal 15.' >&2; exit 255"])
    func `that is killed before it speaks is tried again`(end: String) async throws {
        let pauses = Mutex<[Duration]>([])
        let source = try await source("echo x >>tries; [ `wc -l <tries` -gt 2 ] || { \(end); }") { pause in
            pauses.withLock { $0.append(pause) }
        }
        #expect(try await source.read(0..<4096).bytes == Array(disk[..<4096]))
        #expect(pauses.withLock { $0 } == [.seconds(1), .seconds(2)])
        await source.close()
    }

    @Test func `that says why it cannot be made is not tried again at first`() async throws {
        await #expect(throws: Failure.self) {
            _ = try await source("echo 'p2v-source: no such disk' >&2; exit 1") { _ in
                Issue.record("a mistake in a name is told at once")
            }
        }
    }

    @Test func `that is cut for minutes is made again, and the read is repeated`() async throws {
        let folder = scratch.path
        let pauses = Mutex(0)
        let source = try await source("[ ! -e cut ] || { echo 'No route to host' >&2; exit 255; }; echo $$ >pid") { _ in
            let count = pauses.withLock { count in
                count += 1
                return count
            }
            if count == 8 { try FileManager.default.removeItem(atPath: folder + "/cut") }
        }
        _ = try await source.read(0..<4096)
        try Data().write(to: URL(fileURLWithPath: folder + "/cut"))
        let pid = try #require(
            Int32(String(contentsOfFile: folder + "/pid", encoding: .utf8).trimmingCharacters(in: .newlines)))
        kill(pid, SIGKILL)
        #expect(try await source.read(4096..<8192).bytes == Array(disk[4096..<8192]))
        #expect(pauses.withLock { $0 } == 8)
        await source.close()
    }

    // Ten minutes of patience are not ten minutes that Ctrl-C takes.
    @Test func `that is waited for lets a cancelled read go at once`() async throws {
        let folder = scratch.path
        let (waits, signal) = AsyncStream<Void>.makeStream()
        let source = try await source("[ ! -e cut ] || exit 255; echo $$ >pid") { _ in
            signal.yield()
            try await Task.sleep(for: .seconds(600))
        }
        try Data().write(to: URL(fileURLWithPath: folder + "/cut"))
        let pid = try #require(
            Int32(String(contentsOfFile: folder + "/pid", encoding: .utf8).trimmingCharacters(in: .newlines)))
        kill(pid, SIGKILL)
        let task = Task { try await source.read(0..<4096) }
        var waiter = waits.makeAsyncIterator()
        _ = await waiter.next()
        let start = ContinuousClock.now
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(ContinuousClock.now - start < .seconds(3))
        await source.close()
    }
}
