internal import ArgumentParser
internal import CLinux
internal import Dispatch
internal import Estate
internal import Foundation
internal import Operations

extension P2VCommand {
    /// Runs the command line `arguments` and answers the exit code. `main` and the tests share it.
    ///
    /// Ctrl-C and SIGTERM cancel the command, which then stops cleanly; a second one ends the process at once,
    /// unless ``SignalShield`` says that something is being put back.
    package static func launch(_ arguments: [String]) async -> Int32 {
        clinux_line_buffer_stdout()
        if let unknown = unknownVerb(in: arguments) {
            complain("p2v: \(unknown)")
            return ExitCode.validationFailure.rawValue
        }
        // A program that ends before it has read all, ssh that is refused, is an error of that program and not p2v's end.
        // No SIG_IGN, as below.
        signal(SIGPIPE) { _ in }
        let work = Task {
            var command = try parseAsRoot(arguments)
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        }
        let signals = [SIGINT, SIGTERM].map { InterruptSource($0) { work.cancel() } }
        defer { signals.forEach { $0.end() } }
        do {
            try await work.value
            return Exit.done.rawValue
        } catch {
            return report(error)
        }
    }

    private static func report(_ error: any Error) -> Int32 {
        switch error {
        case let failure as Failure:
            complain("p2v: \(failure)")
            return failure.exit.rawValue
        case let code as Exit.Signal:
            return code.exit.rawValue
        case is CancellationError:
            complain("p2v: stopped by the operator")
            return Exit.interrupted.rawValue
        default:
            let code = exitCode(for: error)
            if code == .success { print(message(for: error)) } else { complain(fullMessage(for: error)) }
            return code.rawValue
        }
    }
}

extension Exit {
    /// Thrown by a command that has printed all there is to say and ends with this code.
    struct Signal: Error {
        var exit: Exit
    }
}

/// One signal, turned into a call; the second time it ends the process.
private final class InterruptSource {
    private let source: any DispatchSourceSignal

    init(_ number: Int32, _ handle: @escaping @Sendable () -> Void) {
        // A handler that does nothing, not SIG_IGN: programs that p2v starts would inherit the latter.
        signal(number) { _ in }
        source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        source.setEventHandler {
            handle()
            if !SignalShield.isUp { signal(number, SIG_DFL) }
        }
        source.resume()
    }

    func end() { source.cancel() }
}
