internal import Foundation

/// Which process this is, among all of all machines and boots. What cannot be read is nil: a service may run where parts of
/// `/proc` are hidden.
package struct ProcessIdentity: Sendable, Hashable {
    package var host: String
    package var machine: String?
    package var boot: String?
    package var space: String?
    package var process: Int32
    package var began: String?

    package static var here: ProcessIdentity {
        let process = getpid()
        return ProcessIdentity(
            host: ProcessInfo.processInfo.hostName, machine: line("/etc/machine-id"),
            boot: line("/proc/sys/kernel/random/boot_id"),
            space: try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/pid"), process: process,
            began: began(process))
    }

    /// A process of this machine.
    enum Running: Sendable, Hashable {
        /// In clock ticks since the boot.
        case since(String)
        case no
        /// It is there, and when it began cannot be read.
        case unknown
    }

    static func running(_ process: Int32) -> Running {
        if let stat = fields(process) { return hasEnded(stat) ? .no : .since(stat[19]) }
        // /proc may hide the processes of others; the kernel tells whether there is one.
        return kill(process, 0) != 0 && errno == ESRCH ? .no : .unknown
    }

    /// Killed, and only waits for its parent to ask how it ended, which may take seconds, or for ever in a container: nothing of
    /// it runs any more once its last thread has gone.
    private static func hasEnded(_ stat: [String]) -> Bool {
        guard ["Z", "X"].contains(stat[0]), let threads = Int(stat[17]) else { return false }
        return threads <= 1
    }

    private static func began(_ process: Int32) -> String? { fields(process)?[19] }

    /// Field 3 and those after it of /proc/PID/stat (proc(5)), counted from after the name, which may hold anything; nil where
    /// they cannot be read.
    private static func fields(_ process: Int32) -> [String]? {
        guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
            let end = text.lastIndex(of: ")")
        else { return nil }
        let fields = text[text.index(after: end)...].split(separator: " ").map(String.init)
        return fields.count > 19 ? fields : nil
    }

    private static func line(_ path: String) -> String? {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
        let line = text.trimmingCharacters(in: .whitespacesAndNewlines)
        return line.isEmpty || line.contains(" ") ? nil : line
    }
}
