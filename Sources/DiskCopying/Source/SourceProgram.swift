internal import Estate
internal import Foundation
internal import Shell

/// `p2v-source`: where the file is, and how it runs on a server without being installed.
struct SourceProgram: Sendable {
    let bytes: [UInt8]
    let path: String

    init(path: String, bytes: [UInt8]) {
        (self.path, self.bytes) = (path, bytes)
    }

    /// The file that `P2V_SOURCE` names, or the one beside this program, or where packages have it.
    init() throws {
        let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let here = link ?? CommandLine.arguments[0]
        let folder = URL(fileURLWithPath: here).deletingLastPathComponent()
        let packaged = folder.deletingLastPathComponent().appendingPathComponent("lib/p2v/p2v-source").path
        let usual = FileManager.default.fileExists(atPath: packaged) ? packaged : folder.path + "/p2v-source"
        path = ProcessInfo.processInfo.environment["P2V_SOURCE"] ?? usual
        guard let data = FileManager.default.contents(atPath: path), !data.isEmpty else {
            throw Failure(
                "find p2v-source", on: path, because: "there is no such file",
                next:
                    "install the package p2v anew, or build it (swift build --product p2v-source), or name the file in P2V_SOURCE"
            )
        }
        bytes = Array(data)
    }

    /// The line that the server runs: takes the program from standard input into memory-backed storage where that may be
    /// executed, runs it, and removes it. The program removes itself at its start; `rm` is for one that cannot start.
    ///
    /// - Parameter boot: the boot of the server that it must be, if any.
    func remoteCommand(_ arguments: [String], boot: String? = nil) -> String {
        let words = (arguments + ["--remove-self"]).map { SSHConnection.quoted($0) }.joined(separator: " ")
        let script = """
            \(boot.map { ServerBoot.check($0) } ?? ":")
            umask 077
            for d in /dev/shm /run /tmp /var/tmp /root; do
              f=`mktemp "$d/p2v-source.XXXXXX" 2>/dev/null` || continue
              echo 'exit 0' >"$f" && chmod 700 "$f" && "$f" 2>/dev/null && break
              rm -f "$f"; f=
            done
            [ -n "$f" ] || { echo 'p2v-source: no folder where programs may run' >&2; exit 90; }
            trap 'rm -f "$f"' EXIT HUP TERM
            head -c \(bytes.count) >"$f" || exit 91
            "$f" \(words)
            """
        return "exec /bin/sh -c \(SSHConnection.quoted(script))"
    }
}
