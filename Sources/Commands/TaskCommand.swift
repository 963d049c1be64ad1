internal import ArgumentParser
internal import Estate
internal import Foundation
internal import Operations

/// `p2v task FOLDER`: what the console starts, so that it outlives the console.
struct TaskCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "task", abstract: "Carry out a task that the console has written down.", shouldDisplay: false)

    @Argument(help: "The task's folder.")
    var folder: String

    func run() async throws {
        let task = try TaskRun(folder, now: { Moment(seconds: Date().timeIntervalSince1970) })
        let code = try await task.perform { await P2VCommand.launch($0) }
        guard code == 0 else { throw Exit.Signal(exit: Exit(rawValue: code) ?? .error) }
    }
}
