internal import Estate
internal import Shell
internal import Synchronization

/// The operator's own command for a host that is empty. Its words are handed over as they come: an upgrade of half an hour
/// that says nothing looks like one that hangs.
struct HostWork: Sendable {
    /// Characters of the command's complaints that a failure repeats.
    private static let kept = 4000

    let host: String
    let work: String
    /// Nil for ever.
    let limit: Duration?
    var grace: Duration = .seconds(5)

    /// - Parameter each: a line, and whether it came from standard error.
    /// - Throws: ``Failure`` when the command fails or had to be ended.
    func run(_ each: @escaping @Sendable (String, Bool) -> Void) async throws {
        let complaints = Complaints()
        // The operator's own command line, from the operator's own terminal: a shell is what it is written for.
        let status = try await status(of: Command(["/usr/bin/env", "P2V_HOST=\(host)", "/bin/sh", "-c", work])) {
            if $1 { complaints.add($0) }
            each($0, $1)
        }
        guard status == 0 else {
            throw failed("the command ended with \(status): \(complaints.text.suffix(Self.kept))")
        }
    }

    private func status(
        of command: Command, _ each: @escaping @Sendable (String, Bool) -> Void
    ) async throws -> Int32 {
        guard let limit else { return try await Shell.stream(command, each: each).status }
        let program = TimedProgram(limit: limit, grace: grace) { try await Shell.stream($0, each: each) }
        do { return try await program.run(command).status } catch let failure as Failure {
            throw failed("the command: \(failure.because)")
        }
    }

    private func failed(_ because: String) -> Failure {
        Failure(
            "work on the host", on: host, because: because,
            next: "\(host) is empty and closed; mend it and run the same line again, or `p2v return \(host)`")
    }

    private final class Complaints: Sendable {
        private let lines = Mutex("")

        var text: String { lines.withLock { $0 } }

        func add(_ line: String) {
            lines.withLock { $0 = String(($0 + line + "\n").suffix(HostWork.kept)) }
        }
    }
}
