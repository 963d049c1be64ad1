internal import Estate
internal import Foundation
internal import Synchronization

/// A running `p2v announce` on a host: says `ready`, then takes lines of MAC addresses.
final class AnnouncerLine: Sendable {
    private let process: Mutex<Process>
    private let input: FileHandle

    private init(_ process: consuming sending Process, _ input: FileHandle) {
        self.process = Mutex(process)
        self.input = input
    }

    /// - Throws: ``Failure`` when the command does not say `ready` within ten seconds.
    static func open(_ command: [String], on host: String) async throws -> AnnouncerLine {
        guard let program = command.first else { throw failure(host, "its announcer is an empty command") }
        return try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(with: Result { try start(program, Array(command.dropFirst()), host) })
            }
        }
    }

    private static func start(_ program: String, _ arguments: [String], _ host: String) throws -> AnnouncerLine {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["--", program] + arguments
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let killer = DispatchWorkItem { [number = process.processIdentifier] in kill(number, SIGTERM) }
        DispatchQueue.global().asyncAfter(deadline: .now() + 10, execute: killer)
        let greeting = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        killer.cancel()
        guard greeting.hasPrefix("ready") else {
            process.terminate()
            throw failure(host, "it did not say that it is ready")
        }
        return AnnouncerLine(process, input.fileHandleForWriting)
    }

    /// Sends the addresses on their way; false when the announcer is gone.
    func say(_ macs: [String]) -> Bool {
        (try? input.write(contentsOf: Data((macs.joined(separator: " ") + "\n").utf8))) != nil
    }

    /// The announcer ends when its input does.
    func end() {
        try? input.close()
    }

    private static func failure(_ host: String, _ reason: String) -> Failure {
        Failure(
            "start the announcer", on: host, because: reason,
            next: "run the announcer of the pool file by hand, or use --no-early-announcement")
    }
}
