/// A process of this lab, as the kernel shows it.
struct LabProcess: Sendable, Hashable {
    var pid: Int32
    var parent: Int32
    /// The kernel's name for it, at most 15 bytes.
    var name: String
    /// Clock ticks since the machine's start.
    var started: UInt64
    /// `P2V_LAB_PART` of its environment, when it has one.
    var mark: String?
    /// `net:[4026532281]`; nil when it has ended meanwhile.
    var network: String?

    /// Reads `/proc/PID/stat` (proc(5)): the name is in parentheses and may itself hold any character.
    init?(pid: Int32, stat: String, mark: String?, network: String?) {
        guard let open = stat.firstIndex(of: "("), let close = stat.lastIndex(of: ")") else { return nil }
        let fields = stat[stat.index(after: close)...].split(separator: " ")
        guard fields.count > 19, let parent = Int32(fields[1]), let started = UInt64(fields[19]) else { return nil }
        // A zombie holds nothing and answers no signal.
        guard fields[0] != "Z", fields[0] != "X" else { return nil }
        self.pid = pid
        self.parent = parent
        self.name = String(stat[stat.index(after: open)..<close])
        self.started = started
        self.mark = mark
        self.network = network
    }

    /// The value of `P2V_LAB_PART` in `/proc/PID/environ`.
    static func mark(environment: [UInt8]) -> String? {
        let prefix = Array("P2V_LAB_PART=".utf8)
        for entry in environment.split(separator: 0) where entry.starts(with: prefix) {
            return String(decoding: entry.dropFirst(prefix.count), as: UTF8.self)
        }
        return nil
    }
}
