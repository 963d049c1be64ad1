internal import Estate
internal import Foundation
internal import Shell

/// Small hands that every part of the lab uses.
extension Lab {
    func run(_ arguments: String...) async throws { try await Shell.check(Command(arguments)) }

    /// Runs in a node's network namespace.
    func run(on node: LabNode, _ arguments: String...) async throws {
        try await Shell.check(Command(["ip", "netns", "exec", layout.namespace(node)] + arguments))
    }

    func succeeds(on node: LabNode, _ arguments: String...) async -> Bool {
        let output = try? await Shell.run(Command(["ip", "netns", "exec", layout.namespace(node)] + arguments))
        return output?.status == 0
    }

    func write(_ text: String, to path: String, mode: Int = 0o644) throws {
        let url = URL(fileURLWithPath: path)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }

    func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    func makeFolders(_ paths: [String]) throws {
        for path in paths { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
    }

    /// Asks again and again until the answer is yes.
    func wait(for what: String, seconds: Int, look: String, _ isTrue: () async -> Bool) async throws {
        let clock = ContinuousClock()
        let end = clock.now + .seconds(seconds)
        while clock.now < end {
            if await isTrue() { return }
            try await Task.sleep(for: .milliseconds(250))
        }
        throw Failure("start the lab", on: what, because: "no answer after \(seconds) s", next: "look into \(look)")
    }

    /// Starts a node's init script in namespaces of its own, detached from p2v. When the recorded process is killed,
    /// all that runs in the node dies with it.
    func start(_ node: LabNode) async throws {
        let folder = layout.folder(node)
        let script = """
            echo $$ > "$1/pid"
            exec ip netns exec "$2" unshare -mup --fork --kill-child=KILL --mount-proc bash "$1/init.sh"
            """
        let detached = """
            exec setsid --fork bash -c "$0" start "$1" "$2" </dev/null >"$1/out" 2>&1
            """
        try await Shell.check(Command(["bash", "-c", detached, script, folder, layout.namespace(node)]))
        try await wait(for: node.rawValue, seconds: 10, look: "\(folder)/out") { processes.isRunning(node) }
    }

    var processes: LabProcesses { LabProcesses(layout: layout) }
}
