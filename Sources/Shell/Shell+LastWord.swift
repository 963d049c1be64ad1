internal import Estate
internal import Subprocess

extension Shell {
    /// Runs a command and collects what it prints, until its last word: from then on it has a moment to end by itself. What was
    /// left behind on a server can hold a session open that has said all.
    ///
    /// - Parameters:
    ///   - limit: most bytes kept of each stream; more is a ``Failure``.
    ///   - end: the last word; not empty.
    ///   - grace: how long it may go on after it.
    package static func run(
        _ command: Command, limit: Int, until end: [UInt8], grace: Duration = .seconds(2)
    ) async throws -> Output {
        do {
            let result = try await Subprocess.run(
                command.executable, arguments: command.subprocessArguments, environment: command.subprocessEnvironment,
                platformOptions: command.platformOptions, input: .inputWriter, output: .sequence,
                error: .bytes(limit: limit)
            ) { execution in
                async let fed: Void = command.feed(execution.standardInputWriter)
                var bytes: [UInt8] = []
                var ender: Task<Void, any Error>?
                for try await part in execution.standardOutput {
                    let from = max(0, bytes.count - end.count)
                    part.withUnsafeBytes { bytes.append(contentsOf: $0) }
                    guard bytes.count <= limit else { throw command.failure(because: "it printed too much") }
                    guard ender == nil, bytes[from...].firstRange(of: end) != nil else { continue }
                    ender = Task {
                        try await Task.sleep(for: grace)
                        await execution.teardown(using: [.gracefulShutDown(allowedDurationToNextStep: .seconds(5))])
                    }
                }
                ender?.cancel()
                try await fed
                return bytes
            }
            return Output(
                status: result.terminationStatus.shellCode, standardOutput: result.closureResult,
                standardError: String(decoding: result.standardError, as: UTF8.self))
        } catch let error as SubprocessError {
            throw command.failure(because: "\(error)")
        }
    }
}
