import Foundation
import Shell

/// An sshd on this machine with keys of its own, and ssh settings that reach it as `bench`.
final class ScratchSSHD: Sendable {
    let settings: String
    private let process: Process

    /// - Parameter way: a program that the connection passes through, given host and port (`ProxyCommand`).
    init(_ scene: CopyScene, port: Int, way: String? = nil) async throws {
        let folder = scene.folder + "/sshd"
        settings = folder + "/config"
        try await scene.sh(
            """
            mkdir -p "$0" /run/sshd; cd "$0"
            ssh-keygen -q -t ed25519 -N '' -f host; ssh-keygen -q -t ed25519 -N '' -f user
            cat > config <<CONF
            Host bench
              HostName 127.0.0.1
              Port $1
              User root
              IdentityFile $0/user
              IdentitiesOnly yes
              UserKnownHostsFile $0/known
              StrictHostKeyChecking accept-new
              $2
            CONF
            """, folder, String(port), way.map { "ProxyCommand \($0) %h %p" } ?? "")
        process = try await scene.start([
            "/usr/sbin/sshd", "-D", "-e", "-f", "/dev/null", "-o", "Port=\(port)", "-o", "ListenAddress=127.0.0.1",
            "-o", "HostKey=\(folder)/host", "-o", "AuthorizedKeysFile=\(folder)/user.pub", "-o", "StrictModes=no",
            "-o", "UsePAM=no", "-o", "PidFile=none",
        ])
        try await Waiting.until("sshd answers") {
            try await Shell.run(Command("ssh", "-F", settings, "bench", "true")).status == 0
        }
    }

    deinit { process.terminate() }
}
