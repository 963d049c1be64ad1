internal import CLinux
package import Estate
internal import Foundation
internal import Logging
internal import Store
internal import Terminal

/// Tasks on disk, beside the store: whoever looks sees them, also a console that was started again.
///
/// ```
/// p2v.sqlite.tasks/3f…/ order.json   what was ordered: written before it starts
///                       output       what it says
///                       lock         held by the kernel for as long as it runs
///                       pid          whom to ask to stop, while the lock is held
///                       ended.json   its exit code, written last
/// ```
package struct TaskFolder: Sendable {
    /// The run's name in the journal: who had what done, and why.
    package static let run = "console"
    /// Seconds that a task has to take its lock.
    private static let slowest = 10.0
    /// Tasks that are kept here; who did what stays in the journal.
    private static let kept = 200
    /// Bytes of a task's words that a page shows: the last.
    private static let shown = 64 << 10

    private let workspace: Workspace
    package let path: String

    package init(_ workspace: Workspace) {
        self.workspace = workspace
        path = workspace.storePath + ".tasks"
    }

    /// A new file for a plan that is shown, and applied as it was shown.
    package func placeForPlan() throws(Failure) -> String {
        try make(path)
        return "\(path)/plan-\(workspace.makeID()).json"
    }

    /// Writes down who wants what, then starts it.
    ///
    /// - Parameters:
    ///   - program: p2v's own file.
    ///   - words: what it is given: one word each, and no shell.
    /// - Throws: ``Failure``: then nothing was started.
    package func begin(
        _ words: [String], as command: String, who: String, because: String, program: String
    ) async throws -> TaskOrder {
        let order = TaskOrder(
            id: workspace.makeID(), command: command, words: words,
            store: URL(fileURLWithPath: workspace.storePath).path, who: who, because: because,
            begunAt: workspace.now())
        let folder = folder(order.id)
        try make(folder)
        forgetOldest()
        try write(try JSONText.encode(order) + "\n", to: folder + "/order.json")
        let line = try JSONText.line(order)
        try await workspace.openStore().append(
            JournalRecord(run: Self.run, step: order.id, event: .started, at: order.begunAt, detail: line))
        do { try start(program, ["task", folder], output: folder + "/output") } catch {
            try await end(order, TaskEnd(exit: Exit.error.rawValue, at: workspace.now()))
            throw error
        }
        return order
    }

    /// One that runs is never forgotten. What cannot be removed costs its space, and no task.
    private func forgetOldest() {
        do {
            for task in try all().tasks.dropFirst(Self.kept) where task.standing == .ended {
                try FileManager.default.removeItem(atPath: folder(task.order.id))
            }
        } catch { workspace.log.notice("old tasks are kept: \(error)") }
    }

    private func start(_ program: String, _ words: [String], output: String) throws(Failure) {
        var arguments: [UnsafeMutablePointer<CChar>?] = ([program] + words).map { strdup($0) } + [nil]
        defer { for word in arguments { free(word) } }
        let code = clinux_start_apart(program, &arguments, output)
        guard code == 0 else {
            throw Failure(
                "start the task", on: program, because: String(cString: strerror(-code)),
                next: "nothing was changed; start the console again with the p2v that is installed")
        }
    }

    /// The end of a task, as whoever ran it saw it.
    func end(_ order: TaskOrder, _ given: TaskEnd) async throws {
        var end = given
        do {
            try await Store(path: order.store).append(
                JournalRecord(
                    run: Self.run, step: order.id, event: end.exit == 0 ? .finished : .failed, at: end.at,
                    detail: try JSONText.line(end)))
        } catch { end.notRecorded = "\((error as? Failure)?.because ?? "\(error)")" }
        try write(try JSONText.encode(end) + "\n", to: folder(order.id) + "/ended.json")
    }

    /// All, the newest first. One that cannot be read is named, since it may run.
    package func all() throws -> (tasks: [TaskSeen], unreadable: [String]) {
        guard FileManager.default.fileExists(atPath: path) else { return ([], []) }
        let names = try FileManager.default.contentsOfDirectory(atPath: path).filter(Self.isID)
        var (tasks, unreadable) = ([TaskSeen](), [String]())
        for name in names {
            do { tasks.append(try task(name)) } catch {
                unreadable.append("\(name): \((error as? Failure)?.because ?? "\(error)")")
            }
        }
        return (tasks.sorted { $0.order.begunAt > $1.order.begunAt }, unreadable.sorted())
    }

    /// - Throws: ``Failure`` when its files cannot be read.
    package func task(_ id: String) throws -> TaskSeen {
        let order = try JSONText.decode(
            TaskOrder.self, from: try TextFile.read(folder(id) + "/order.json"), source: "the task \(id)")
        // The lock first: who ends writes its end before it lets go.
        let isHeld = try ServerLease.isHeld(path: folder(id) + "/lock", on: "the task \(id)")
        let file = folder(id) + "/ended.json"
        if FileManager.default.fileExists(atPath: file) {
            let end = try JSONText.decode(TaskEnd.self, from: try TextFile.read(file), source: "the end of \(id)")
            return TaskSeen(order: order, standing: .ended, end: end)
        }
        if isHeld { return TaskSeen(order: order, standing: .running) }
        let age = workspace.now().seconds - order.begunAt.seconds
        return TaskSeen(order: order, standing: age < Self.slowest ? .starting : .silent)
    }

    /// Whether there is one of this name.
    package func has(_ id: String) -> Bool {
        Self.isID(id) && FileManager.default.fileExists(atPath: folder(id) + "/order.json")
    }

    /// What it said, the end of it where that is much.
    package func output(of id: String) throws -> String {
        guard let file = FileHandle(forReadingAtPath: folder(id) + "/output") else { return "" }
        defer { try? file.close() }
        let size = try file.seekToEnd()
        try file.seek(toOffset: size > UInt64(Self.shown) ? size - UInt64(Self.shown) : 0)
        return String(decoding: try file.readToEnd() ?? Data(), as: UTF8.self)
    }

    /// Asks it to stop, as Ctrl-C does: it stops cleanly and says what is kept.
    ///
    /// - Throws: ``Failure`` (refused) when it does not run.
    package func stop(_ id: String) throws {
        let words = try? TextFile.read(folder(id) + "/pid")
        // The lock is held by the one that wrote its number, so the number is no other process's.
        guard try task(id).standing == .running,
            let number = words.flatMap({ pid_t($0.trimmingCharacters(in: .whitespacesAndNewlines)) }), number > 1
        else {
            throw Failure("stop the task", on: id, because: "it does not run", next: "see what it said", exit: .refused)
        }
        guard kill(number, SIGINT) == 0 else {
            throw Failure("stop the task", on: id, because: String(cString: strerror(errno)), next: "see p2v's process")
        }
    }

    /// Letters and digits only: a name from a page's address is no path.
    private static func isID(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) }
    }

    func folder(_ id: String) -> String { "\(path)/\(id)" }

    private func make(_ folder: String) throws(Failure) {
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw Failure(
                "keep the task", on: folder, because: error.localizedDescription,
                next: "nothing was started; see its rights")
        }
    }

    private func write(_ text: String, to file: String) throws(Failure) {
        do { try Data(text.utf8).write(to: URL(fileURLWithPath: file), options: .atomic) } catch {
            throw Failure(
                "keep the task", on: file, because: error.localizedDescription, next: "see the disk's free space")
        }
    }
}
