import Foundation
import Shell
import Testing

/// This machine's files under a real systemd, as PID 1 of a container: what is installed is run as installed. Writes stay in
/// memory and go with it.
struct BootedSystem {
    private let folder = NSTemporaryDirectory() + "p2v-booted-\(UUID().uuidString.prefix(8))"
    private let program: String

    /// - Parameter program: `p2v` of a build; inside it is `/opt/p2v/p2v`.
    init(program: String) {
        self.program = program
    }

    /// Boots, runs the script as root, and powers off.
    ///
    /// - Parameter network: the path of a network namespace; one of its own, without any way out, when nil.
    /// - Returns: what the script printed.
    func run(_ script: String, network: String? = nil) async throws -> String {
        let home = URL(fileURLWithPath: program).resolvingSymlinksInPath().deletingLastPathComponent().path
        let output = try await Shell.run(
            Command(
                ["bash", "-euc", Self.boot, folder, home, network ?? ""], input: Array(script.utf8), ownSession: true))
        #expect(output.status == 0, "\(output.text) \(output.standardError)")
        return output.text
    }

    /// $0 is a folder of ours, $1 that of the program, $2 the network; the script is on standard input.
    private static let boot = """
        space=p2v-booted-$$
        network=${2:-/run/netns/$space}
        clean() {
            umount "$0/root" 2>/dev/null || true
            umount "$0/memory" 2>/dev/null || true
            [ -n "$2" ] || ip netns del "$space" 2>/dev/null || true
            rm -rf "$0"
        }
        trap 'clean "$1" "$2"' EXIT
        mkdir -p "$0/memory" "$0/root"
        mount -t tmpfs tmpfs "$0/memory"
        mkdir "$0/memory/upper" "$0/memory/work"
        mount -t overlay overlay -o "lowerdir=/,upperdir=$0/memory/upper,workdir=$0/memory/work" "$0/root"
        [ -n "$2" ] || { ip netns add "$space"; ip -n "$space" link set lo up; }
        cat > "$0/root/root/script.sh"
        units=$0/root/etc/systemd/system
        mkdir -p "$units/booted.target.wants"
        printf '[Unit]\\nRequires=basic.target\\nAfter=basic.target\\nAllowIsolate=yes\\n' > "$units/booted.target"
        printf '%s\\n' '[Service]' Type=oneshot ExecStopPost='/bin/systemctl --no-block poweroff' \\
            "ExecStart=/bin/sh -c 'exec /bin/bash /root/script.sh > /root/script.log 2>&1'" \\
            > "$units/booted.service"
        ln -s ../booted.service "$units/booted.target.wants/"
        timeout -k 10 240 systemd-nspawn --quiet --directory="$0/root" --boot --register=no --keep-unit \\
            --bind-ro="$1:/opt/p2v" --network-namespace-path="$network" systemd.unit=booted.target \\
            < /dev/null > "$0/memory/boot.log" 2>&1 || { tail -n 20 "$0/memory/boot.log" >&2; exit 1; }
        cat "$0/root/root/script.log"
        """
}
