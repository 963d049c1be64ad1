internal import Estate
internal import Foundation
internal import Shell

/// What a command would do, in the words of its own `--dry-run`: another p2v says it, so that a page can neither promise nor
/// refuse anything else than the command line.
package actor DryRun {
    package struct Answer: Sendable, Hashable {
        package var text: String
        package var exit: Int32

        package init(text: String, exit: Int32) { (self.text, self.exit) = (text, exit) }
    }

    private static let (limit, together) = (Duration.seconds(40), 2)

    private let program: String
    private var running = 0

    /// - Parameter program: p2v's own file.
    package init(program: String) { self.program = program }

    /// - Throws: ``Failure``: busy while others look; when p2v cannot be started, or does not end in time.
    package func look(_ words: [String]) async throws -> Answer {
        guard running < Self.together else {
            throw Failure(
                "look what it would do", on: "", because: "\(running) others are looking now", next: "try again",
                exit: .busy)
        }
        running += 1
        defer { running -= 1 }
        let output = try await TimedProgram(limit: Self.limit).run(Command([program] + words))
        return Answer(text: output.text + output.standardError, exit: output.status)
    }

    /// The file of this p2v, also after a newer one was put in its place.
    package static func thisProgram() throws -> String {
        let path = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return path.hasSuffix(" (deleted)") ? String(path.dropLast(" (deleted)".count)) : path
    }
}
