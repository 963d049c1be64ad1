internal import Glibc

/// A listening socket from the parent, as systemd hands it over (sd_listen_fds(3)): how `nbdinfo`, `nbdcopy` and
/// `qemu-img` start a server in `[ … ]` brackets.
enum SocketActivation {
    private static let listener: Int32 = 3

    static var isOffered: Bool {
        guard let process = getenv("LISTEN_PID"), let count = getenv("LISTEN_FDS") else { return false }
        return String(cString: process) == String(getpid()) && String(cString: count) == "1"
    }

    /// Serves one client after another until the parent ends this process.
    static func each(_ serve: (Channel) throws(ExportError) -> Void) throws(ExportError) -> Never {
        while true {
            let client = accept(listener, nil, nil)
            guard client >= 0 else {
                if errno == EINTR { continue }
                throw .system("accept a client")
            }
            try? serve(Channel(input: client, output: client))
            close(client)
        }
    }
}
