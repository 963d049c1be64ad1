internal import Estate
internal import Foundation
internal import Synchronization

/// Probes that another machine sends: a user's place in the network, in place of the console's.
package final class RemoteProbes: Sendable {
    private let process: Mutex<Process>
    private let input: FileHandle
    private let output: LineReader
    private let specs: [ProbeSpec]
    /// How the other machine's clock relates to ours.
    package let offset: ClockOffset

    private init(
        _ process: consuming sending Process, _ input: FileHandle, _ output: LineReader, _ specs: [ProbeSpec],
        _ offset: ClockOffset
    ) {
        self.process = Mutex(process)
        self.input = input
        self.output = output
        self.specs = specs
        self.offset = offset
    }

    /// Starts p2v on the other machine and learns its clock.
    ///
    /// - Parameter command: runs p2v there: `[ssh, root@monitor, p2v]`. `probe --serve …` is added.
    /// - Throws: ``Failure`` when it does not say within 20 seconds that its probes run.
    package static func start(
        _ command: [String], _ specs: [ProbeSpec], perSecond: Double
    ) async throws -> RemoteProbes {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(with: Result { try open(command, specs, perSecond) })
            }
        }
    }

    private static func open(_ command: [String], _ specs: [ProbeSpec], _ perSecond: Double) throws -> RemoteProbes {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments =
            ["--"] + command + ["probe", "--serve", "--rate", "\(perSecond)"] + specs.map(\.description)
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let killer = DispatchWorkItem { [number = process.processIdentifier] in kill(number, SIGTERM) }
        DispatchQueue.global().asyncAfter(deadline: .now() + 20, execute: killer)
        defer { killer.cancel() }
        let reader = LineReader(output.fileHandleForReading)
        guard reader.next() == "p2v-probe/1 ready" else {
            process.terminate()
            throw failure(command, "it did not say that its probes run")
        }
        let writer = input.fileHandleForWriting
        guard let offset = ClockOffset((0..<15).compactMap { _ in exchange(writer, reader) }) else {
            process.terminate()
            throw failure(command, "it did not tell its time")
        }
        return RemoteProbes(process, writer, reader, specs, offset)
    }

    private static func exchange(_ writer: FileHandle, _ reader: LineReader) -> ClockOffset.Exchange? {
        let left = MonotonicClock.now()
        guard (try? writer.write(contentsOf: Data("time\n".utf8))) != nil, let line = reader.next(),
            line.hasPrefix("time "), let other = UInt64(line.dropFirst(5))
        else { return nil }
        return ClockOffset.Exchange(left: left, other: other, came: MonotonicClock.now())
    }

    /// Stops them and fetches everything they saw, on our clock.
    ///
    /// - Throws: ``Failure`` when the way to the other machine broke: nothing is known of its probes then.
    package func stop() async throws -> [ProbeTrace] {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { [self] in continuation.resume(with: Result { try fetch() }) }
        }
    }

    private func fetch() throws -> [ProbeTrace] {
        try? input.write(contentsOf: Data("stop\n".utf8))
        var lines: [Substring] = []
        while let line = output.next() {
            guard line == "end" else {
                lines.append(line)
                continue
            }
            try? input.close()
            guard let traces = ProbeTrace.traces(lines, specs: specs, offset: offset) else { break }
            return traces
        }
        process.withLock { $0.terminate() }
        throw Self.failure(specs.map(\.description), "the other machine's answer is cut short")
    }

    private static func failure(_ on: [String], _ reason: String) -> Failure {
        Failure(
            "probe from another machine", on: on.joined(separator: " "), because: reason,
            next: "run that command with `probe --serve ping:ADDRESS` by hand; p2v must be installed there")
    }
}

/// Lines of a pipe, read by one thread at a time.
final class LineReader: Sendable {
    private let handle: FileHandle
    private let rest = Mutex<[UInt8]>([])

    init(_ handle: FileHandle) {
        self.handle = handle
    }

    /// The next line without its end; nil when the pipe has ended.
    func next() -> Substring? {
        rest.withLock { rest in
            while true {
                if let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                    defer { rest.removeSubrange(...end) }
                    return Substring(String(decoding: rest[..<end], as: UTF8.self))
                }
                let more = handle.availableData
                if more.isEmpty { return nil }
                rest += more
            }
        }
    }
}
