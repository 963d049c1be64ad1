internal import Estate
internal import Subprocess
internal import SystemPackage

/// # Shell: runs commands, here or over ssh
///
/// Arguments travel as argv, never through a shell; the only importer of Subprocess.
///
/// ```
/// Command ─Shell.run→ Output                      collected
/// Command ─Shell.lines→ each line as it comes     streamed
/// Command ─Shell.stream→ the same of both streams
/// SSHConnection.command(…) → Command              the same, on a server
/// ```
package enum Shell {
    /// Runs a command and collects what it prints. A non-zero status is an answer, not an error.
    ///
    /// - Parameter limit: most bytes kept of each stream; more is a ``Failure``.
    /// - Throws: ``Failure`` when the program cannot be started or prints more than `limit`.
    package static func run(_ command: Command, limit: Int = 64 << 20) async throws -> Output {
        do {
            let result = try await Subprocess.run(
                command.executable, arguments: command.subprocessArguments, environment: command.subprocessEnvironment,
                platformOptions: command.platformOptions, input: .inputWriter, output: .bytes(limit: limit),
                error: .bytes(limit: limit)
            ) { execution in try await command.feed(execution.standardInputWriter) }
            return Output(
                status: result.terminationStatus.shellCode, standardOutput: result.standardOutput,
                standardError: String(decoding: result.standardError, as: UTF8.self))
        } catch let error as SubprocessError {
            throw command.failure(because: "\(error)")
        }
    }

    /// Runs a command that has to succeed, and answers its standard output as text.
    ///
    /// - Throws: ``Failure`` with the end of standard error when the status is not zero.
    @discardableResult
    package static func check(_ command: Command) async throws -> String {
        let output = try await run(command)
        guard output.status == 0 else { throw command.failure(of: output) }
        return output.text
    }

    /// Runs a command and hands over each line of its standard output as it comes.
    ///
    /// - Returns: the exit status and standard error.
    package static func lines(
        _ command: Command, each: @Sendable @escaping (String) async throws -> Void
    ) async throws -> Output {
        do {
            let result = try await Subprocess.run(
                command.executable, arguments: command.subprocessArguments, environment: command.subprocessEnvironment,
                platformOptions: command.platformOptions, input: .inputWriter, output: .sequence,
                error: .bytes(limit: 16 << 20)
            ) { execution in
                async let fed: Void = command.feed(execution.standardInputWriter)
                for try await line in execution.standardOutput.strings() { try await each(line) }
                try await fed
            }
            return Output(
                status: result.terminationStatus.shellCode, standardOutput: [],
                standardError: String(decoding: result.standardError, as: UTF8.self))
        } catch let error as SubprocessError {
            throw command.failure(because: "\(error)")
        }
    }

    /// Runs a command and hands over each line of its standard output and its standard error as it comes.
    ///
    /// - Parameter each: a line, and whether it came from standard error; called for one line at a time of each stream.
    /// - Returns: the exit status; nothing else is kept.
    package static func stream(
        _ command: Command, each: @escaping @Sendable (String, _ isError: Bool) -> Void
    ) async throws -> Output {
        do {
            let result = try await Subprocess.run(
                command.executable, arguments: command.subprocessArguments, environment: command.subprocessEnvironment,
                platformOptions: command.platformOptions, input: .inputWriter, output: .sequence, error: .sequence
            ) { execution in
                async let fed: Void = command.feed(execution.standardInputWriter)
                async let complaints: Void = {
                    for try await line in execution.standardError.strings() { each(line, true) }
                }()
                for try await line in execution.standardOutput.strings() { each(line, false) }
                try await complaints
                try await fed
            }
            return Output(status: result.terminationStatus.shellCode, standardOutput: [], standardError: "")
        } catch let error as SubprocessError {
            throw command.failure(because: "\(error)")
        }
    }
}

extension TerminationStatus {
    /// As a shell's `$?`: the exit code, or 128 + the signal.
    var shellCode: Int32 {
        switch self {
        case .exited(let code): Int32(code)
        case .signaled(let signal): 128 + Int32(signal)
        }
    }
}

extension Command {
    var executable: Executable {
        arguments[0].contains("/") ? .path(.init(arguments[0])) : .name(arguments[0])
    }
    var subprocessArguments: Arguments { Arguments(Array(arguments.dropFirst())) }
    var subprocessEnvironment: Environment {
        .inherit.updating(
            Dictionary(uniqueKeysWithValues: environment.map { (Environment.Key(stringLiteral: $0.key), $0.value) }))
    }
    /// Gives the program its input. One that ends before it has read all answers by its status and its own words.
    func feed(_ writer: StandardInputWriter) async throws {
        var refusal: (any Error)?
        do { if !input.isEmpty { _ = try await writer.write(input) } } catch { refusal = error }
        // In any case: Subprocess ends p2v when its end of the pipe is left open.
        try await writer.finish()
        if let refusal, Task.isCancelled { throw refusal }
    }

    /// A cancelled task asks its command to stop, and makes it stop after five seconds.
    var platformOptions: PlatformOptions {
        var options = PlatformOptions()
        options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .seconds(5))]
        options.createSession = ownSession
        return options
    }
}
