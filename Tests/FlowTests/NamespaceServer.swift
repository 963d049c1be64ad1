import Foundation
import Shell

/// A machine of its own name, address, machine id and sshd, in namespaces of this machine, on one bridge with others.
final class NamespaceServer: Sendable {
    let name: String
    let address: String
    private let process: Process

    static let bridge = "p2vscan0"

    /// - Parameters:
    ///   - program: perl that serves or asks; it ends with the machine.
    init(_ name: String, number: Int, folder: String, program: String) async throws {
        self.name = name
        address = "10.201.0.\(number)"
        let space = "p2vscan-\(name)"
        try program.write(toFile: "\(folder)/\(name).pl", atomically: true, encoding: .utf8)
        try await Shell.check(
            Command(
                "bash", "-euc",
                """
                ip link show "$3" >/dev/null 2>&1 || { ip link add "$3" type bridge; ip addr add 10.201.0.254/24 dev "$3"; ip link set "$3" up; }
                ip netns add "$0"
                ip link add "pv$2" type veth peer name eth0 netns "$0"
                ip link set "pv$2" master "$3" up
                ip -n "$0" link set lo up; ip -n "$0" addr add "$1/24" dev eth0; ip -n "$0" link set eth0 up
                mkdir -p /run/sshd
                """, space, address, String(number), Self.bridge))
        try String(repeating: "\(number)", count: 32).write(
            toFile: "\(folder)/\(name).id", atomically: true, encoding: .utf8)
        process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/sbin/ip")
        process.arguments = [
            "netns", "exec", space, "unshare", "-u", "-m", "-p", "-f", "--kill-child", "--mount-proc", "bash", "-euc",
            """
            hostname "$0"
            test -e /etc/machine-id && mount --bind "$1/$0.id" /etc/machine-id
            perl "$1/$0.pl" &
            exec /usr/sbin/sshd -D -e -f /dev/null -o Port=22 -o HostKey="$1/key" -o StrictModes=no -o UsePAM=no \\
            -o AuthorizedKeysFile="$1/key.pub" -o PidFile=none
            """, name, folder,
        ]
        process.standardError = FileHandle.nullDevice
        try process.run()
    }

    func stop() async {
        // unshare leaves SIGTERM to its child, and with it SIGKILL.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        _ = try? await Shell.run(Command("ip", "netns", "del", "p2vscan-\(name)"))
    }
}
