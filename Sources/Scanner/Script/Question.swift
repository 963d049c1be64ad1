/// One question to a server: a name and the body of a POSIX sh function that only reads.
///
/// A body may use what every Linux since 2005 ships; a tool that is missing costs this answer and no other.
struct Question: Sendable, Hashable {
    var name: String
    var body: String

    init(_ name: String, _ body: String) {
        self.name = name
        self.body = body
    }

    /// In the order in which they are asked: the load first, while the server is quiet, and the clock last. What asks the
    /// mounts comes late: a FUSE file system whose program hangs cannot be left even by SIGKILL.
    static let all: [Question] = all(history: false)

    static func all(history: Bool) -> [Question] {
        load + [files] + system + hardware + boot + disks + storage + network + (history ? self.history : []) + sizes
            + [clock]
    }
}
