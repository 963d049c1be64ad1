internal import Foundation

/// Which processes are the lab's. A recorded pid counts only while that process still runs the node's own script, so that
/// a pid used again by somebody else is never touched.
struct LabProcesses {
    let layout: LabLayout

    func pid(of node: LabNode) -> Int32? {
        guard let text = try? String(contentsOfFile: layout.pidFile(node), encoding: .utf8),
            let pid = Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)),
            let command = FileManager.default.contents(atPath: "/proc/\(pid)/cmdline"),
            String(decoding: command, as: UTF8.self).contains(layout.folder(node))
        else { return nil }
        return pid
    }

    func isRunning(_ node: LabNode) -> Bool { pid(of: node) != nil }

    /// Pid 1 of the node, seen from outside.
    func innerPid(of node: LabNode) -> Int32? {
        guard let pid = pid(of: node),
            let text = try? String(contentsOfFile: "/proc/\(pid)/task/\(pid)/children", encoding: .utf8)
        else { return nil }
        return text.split(separator: " ").first.flatMap { Int32($0) }
    }

    func kill(_ node: LabNode) {
        if let pid = pid(of: node) { Foundation.kill(pid, SIGKILL) }
        try? FileManager.default.removeItem(atPath: layout.pidFile(node))
    }
}
