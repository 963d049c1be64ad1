import Estate
import Foundation
import Scanner
import Shell

/// A folder with keys and ssh settings, apart from the user's own, and root folders to scan.
final class ScanLab: Sendable {
    let folder: String
    /// Settings for `ssh -F`.
    let configuration: String

    init() async throws {
        folder = NSTemporaryDirectory() + "p2v-scan-\(UUID().uuidString.prefix(8))"
        configuration = folder + "/config"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try await Shell.check(Command("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder + "/key"))
        try """
        Host *
          IdentityFile \(folder)/key
          IdentitiesOnly yes
          UserKnownHostsFile \(folder)/known_hosts
        """.write(toFile: configuration, atomically: true, encoding: .utf8)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func scanner(timeout: Int = 60, acceptNew: Bool = true) -> ServerScanner {
        ServerScanner(timeout: timeout, acceptNew: acceptNew, configuration: configuration) {
            Moment(seconds: Date().timeIntervalSince1970)
        }
    }

    /// p2v as an operator runs it.
    func p2v(_ arguments: [String]) async throws -> (status: Int32, output: String) {
        let program = ProcessInfo.processInfo.environment["P2V_BIN"] ?? ".build/debug/p2v"
        let result = try await Shell.run(Command([program] + arguments))
        return (result.status, result.text + result.standardError)
    }

    /// A root of busybox and nothing else; sshd and its libraries are this machine's.
    func busyboxRoot() async throws -> String {
        let root = folder + "/busybox"
        try await Shell.check(
            Command(
                "bash", "-euc",
                """
                mkdir -p "$0"/{bin,etc,root,tmp,var/empty,usr/sbin}
                cp /usr/bin/busybox "$0/bin/busybox"
                for a in $(busybox --list); do test "$a" = busybox || ln -s busybox "$0/bin/$a"; done
                cp /usr/sbin/sshd "$0/usr/sbin/"
                ldd /usr/sbin/sshd | grep -o '/[^ ]*' | while read -r l; do
                mkdir -p "$0$(dirname "$l")"; cp -L "$l" "$0$l"; done
                echo 'root:x:0:0:root:/root:/bin/sh' >"$0/etc/passwd"
                echo 'sshd:x:100:65534::/run/sshd:/bin/false' >>"$0/etc/passwd"
                printf 'root:x:0:\\nnogroup:x:65534:\\n' >"$0/etc/group"
                printf 'root:*:19000::::::\\nsshd:*:19000::::::\\n' >"$0/etc/shadow"
                """, root))
        try await allow("root", home: "/root", in: root)
        return root
    }

    /// A minimal Debian, built once and kept beside the lab's other images.
    func debianRoot(_ release: String) async throws -> String {
        let cache = ProcessInfo.processInfo.environment["P2V_SCAN_ROOTS"] ?? "/var/cache/p2v-scan-tests"
        let root = "\(cache)/\(release)"
        if !FileManager.default.fileExists(atPath: root + "/etc/p2v-complete") {
            try await Shell.check(
                Command(
                    "bash", "-euc",
                    """
                    rm -rf "$0"; mkdir -p "$(dirname "$0")"
                    mmdebstrap --variant=minbase --skip=check/empty \\
                    --include=openssh-server,iproute2,procps,kmod,pciutils,ethtool,sudo,csh,udev \\
                    "$1" "$0" http://deb.debian.org/debian
                    touch "$0/etc/p2v-complete"
                    """, root, release))
        }
        try await allow("root", home: "/root", in: root)
        try await addUsers(to: root)
        return root
    }

    /// One more name for root with a csh, one user with sudo, one whose sudo asks for a password, one without, one in a
    /// restricted shell.
    private func addUsers(to root: String) async throws {
        try await Shell.check(
            Command(
                "bash", "-euc",
                """
                grep -q ^toor: "$0/etc/passwd" || cat >>"$0/etc/passwd" <<'END'
                toor:x:0:0::/root:/bin/csh
                ada:x:2001:2001::/home/ada:/bin/sh
                bob:x:2002:2002::/home/bob:/bin/bash
                rita:x:2003:2003::/home/rita:/bin/rbash
                END
                grep -q ^eve: "$0/etc/passwd" || echo 'eve:x:2004:2004::/home/eve:/bin/sh' >>"$0/etc/passwd"
                for u in toor ada bob rita eve; do
                grep -q "^$u:" "$0/etc/shadow" || echo "$u:*:19000::::::" >>"$0/etc/shadow"
                done
                echo 'ada ALL=(ALL) NOPASSWD: ALL' >"$0/etc/sudoers.d/ada"
                echo 'eve ALL=(ALL) ALL' >"$0/etc/sudoers.d/eve"
                chmod 440 "$0/etc/sudoers.d/ada" "$0/etc/sudoers.d/eve"
                """, root))
        for user in ["ada", "bob", "rita", "eve"] { try await allow(user, home: "/home/\(user)", in: root) }
    }

    private func allow(_ user: String, home: String, in root: String) async throws {
        let place = root + home + "/.ssh"
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        try? FileManager.default.removeItem(atPath: place + "/authorized_keys")
        try FileManager.default.copyItem(atPath: folder + "/key.pub", toPath: place + "/authorized_keys")
    }
}
