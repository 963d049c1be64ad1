internal import ArgumentParser
internal import CLinux
internal import Estate
internal import Foundation
internal import Operations
internal import Terminal

extension P2VCommand {
    /// Runs the command line `arguments` and answers the exit code. `main` and the tests share it.
    ///
    /// Ctrl-C and SIGTERM cancel the command, which then stops cleanly; a second one ends the process at once,
    /// unless ``SignalShield`` says that something is being put back.
    package static func launch(_ arguments: [String]) async -> Int32 {
        clinux_line_buffer_stdout()
        if let help = helpOfUsual(for: arguments) {
            print(help)
            return Exit.done.rawValue
        }
        // A program that ends before it has read all, ssh that is refused, is an error of that program and not p2v's end.
        // No SIG_IGN, as below.
        signal(SIGPIPE) { _ in }
        let width = arguments.contains("--wide") ? nil : TerminalWidth.now
        let work = Table.$limit.withValue(width) { Task { try await run(arguments) } }
        let signals = [SIGINT, SIGTERM].map { InterruptSource($0) { work.cancel() } }
        defer { signals.forEach { $0.end() } }
        do {
            try await work.value
            return Exit.done.rawValue
        } catch {
            return report(error, arguments)
        }
    }

    private static func run(_ arguments: [String]) async throws {
        var command = try parseAsRoot(arguments)
        guard var asynchronous = command as? any AsyncParsableCommand else { return try command.run() }
        try await asynchronous.run()
    }

    private static func report(_ error: any Error, _ arguments: [String]) -> Int32 {
        switch error {
        case let failure as Failure:
            let meant = try? shape.get().meant(failure.subject, in: arguments)
            return tell(meant.map { failure.adding($0) } ?? failure, arguments)
        case let code as Exit.Signal: return code.exit.rawValue
        case is CancellationError: return tell(stopped(arguments), arguments)
        default:
            if exitCode(for: error) == .success {
                print(message(for: error))
                return Exit.done.rawValue
            }
            return tell(misunderstood(error, in: arguments), arguments)
        }
    }

    private static func stopped(_ arguments: [String]) -> Failure {
        let command = "p2v " + (arguments.first ?? "")
        return Failure(
            "finish \(command)", on: "", because: "stopped by the operator",
            next: "what was done is kept; run it again, and p2v goes on or says how", exit: .interrupted)
    }

    /// For people two lines, for programs one of JSON; on standard error, where it is in no answer's way.
    private static func tell(_ failure: Failure, _ arguments: [String]) -> Int32 {
        let line = arguments.contains("--json") ? try? JSONText.line(FailureDocument(failure)) : nil
        complain(line ?? "p2v: \(failure)")
        return failure.exit.rawValue
    }
}

extension Exit {
    /// Thrown by a command that has printed all there is to say and ends with this code.
    struct Signal: Error {
        var exit: Exit
    }
}
