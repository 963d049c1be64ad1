package import Estate
internal import Foundation

/// Carries a task out in this process, which nobody waits for: takes its lock, does it, and writes down its end.
package struct TaskRun: Sendable {
    private let tasks: TaskFolder
    private let order: TaskOrder
    private let lease: ServerLease
    private let now: @Sendable () -> Moment

    /// - Throws: ``Failure``: refused where it was begun before, busy where it runs.
    package init(_ folder: String, now: @escaping @Sendable () -> Moment) throws {
        let place = URL(fileURLWithPath: folder)
        let store = String(place.deletingLastPathComponent().path.dropLast(".tasks".count))
        tasks = TaskFolder(Workspace(storePath: store, poolPath: "", now: now))
        lease = try ServerLease(path: folder + "/lock", on: "the task \(place.lastPathComponent)")
        let seen = try tasks.task(place.lastPathComponent)
        // A task is done once: who wants it again orders it again.
        guard seen.standing != .ended, !FileManager.default.fileExists(atPath: folder + "/pid") else {
            throw Failure(
                "begin the task", on: folder, because: "it was begun before", next: "order it anew", exit: .refused)
        }
        (order, self.now) = (seen.order, now)
        try Data("\(getpid())\n".utf8).write(to: URL(fileURLWithPath: folder + "/pid"), options: .atomic)
    }

    /// - Parameter command: one p2v from its words to its exit code.
    package func perform(_ command: @Sendable ([String]) async -> Int32) async throws -> Int32 {
        defer { withExtendedLifetime(lease) {} }
        let code = await command(order.words)
        try await tasks.end(order, TaskEnd(exit: code, at: now()))
        return code
    }
}
