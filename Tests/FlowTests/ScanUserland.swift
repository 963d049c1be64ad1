import Estate
import Foundation
import Shell

/// A root folder with an sshd of its own, started in a chroot and a private mount namespace: a server's userland without
/// the server.
final class ScanUserland: Sendable {
    let port: Int
    private let process: Process

    /// - Parameter hostKey: which of the root's keys sshd shows: `ed25519`, `rsa`.
    init(root: String, port: Int, hostKey: String = "ed25519") async throws {
        self.port = port
        let key = "/etc/ssh/p2v_test_\(hostKey)"
        for folder in ["/run/sshd", "/etc/ssh", "/proc", "/sys", "/dev"] {
            try FileManager.default.createDirectory(atPath: root + folder, withIntermediateDirectories: true)
        }
        if !FileManager.default.fileExists(atPath: root + key) {
            try await Shell.check(Command("ssh-keygen", "-q", "-t", hostKey, "-N", "", "-f", root + key))
        }
        try """
        Port \(port)
        ListenAddress 127.0.0.2
        HostKey \(key)
        UsePAM no
        StrictModes no
        PidFile none
        MaxStartups 200:30:300
        Banner /etc/ssh/banner
        """.write(toFile: root + "/etc/ssh/p2v_test_config", atomically: true, encoding: .utf8)
        try "\u{1B}[2J*** Authorised users only ***\n".write(
            toFile: root + "/etc/ssh/banner", atomically: true, encoding: .utf8)
        process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/unshare")
        process.arguments = [
            "-m", "--", "sh", "-c",
            """
            mount -t proc proc "$0/proc" && mount --rbind /sys "$0/sys" && mount --rbind /dev "$0/dev" &&
            exec chroot "$0" /usr/sbin/sshd -D -e -f /etc/ssh/p2v_test_config
            """, root,
        ]
        process.standardError = FileHandle.nullDevice
        try process.run()
        try await waitForPort()
    }

    deinit { stop() }

    /// Ends the sessions too, as a power failure does.
    func cut() async throws {
        _ = try await Shell.run(Command("pkill", "-KILL", "-P", String(process.processIdentifier)))
        stop()
    }

    func stop() {
        if process.isRunning { process.terminate() }
        process.waitUntilExit()
    }

    private func waitForPort() async throws {
        for _ in 0..<100 {
            let probe = try await Shell.run(Command("bash", "-c", "exec 3<>/dev/tcp/127.0.0.2/$0", String(port)))
            if probe.status == 0 { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw Failure("start sshd", on: "port \(port)", because: "it does not listen", next: "look at its log")
    }
}
