package import Estate
internal import Glibc
internal import Shell

extension Lab {
    /// The command line that runs `command` on a node: execute it in place of this process.
    ///
    /// The console has the network of `mgmt` and this machine's files, but the lab's `/etc/hosts` and `~/.ssh`. Other
    /// nodes have files of their own.
    /// - Parameter path: the folder of the running p2v, put first on PATH.
    /// - Returns: the arguments, and the environment to set.
    package func execution(of command: [String], on node: Node, path: String) throws(Failure) -> (
        arguments: [String], environment: [String: String]
    ) {
        try Self.requireRoot()
        switch node {
        case .mgmt:
            let command = try console(command)
            let search = getenv("PATH").map { String(cString: $0) } ?? "/usr/sbin:/usr/bin:/sbin:/bin"
            return (command.arguments, consoleEnvironment.merging(["PATH": path + ":" + search]) { $1 })
        case .dns01, .web01, .db01, .old01:
            throw Failure(
                "run a command", on: node.rawValue, because: "it is a physical server: the network is the only way in",
                next: "p2v lab exec ssh root@\(node.rawValue) \(command.joined(separator: " "))", exit: .refused)
        case .switch, .nfs1, .hosta, .hostb:
            guard let first = firstProcess(of: node) else { throw Self.notRunning(node) }
            let enter = ["nsenter", "--target", String(first.pid), "--net", "--mount", "--uts", "--pid"]
            return (enter + ["--"] + command, ["P2V_LAB_PART": layout.state + "#exec"])
        }
    }

    /// A command of the lab's own, run in the console.
    func console(_ command: [String]) throws(Failure) -> Command {
        guard let first = firstProcess(of: .mgmt) else { throw Self.notRunning(.mgmt) }
        return Command(
            ["nsenter", "--net=/proc/\(first.pid)/ns/net", "unshare", "--mount", "--uts", "bash"]
                + [layout.lib + "/console.sh", layout.files] + command,
            environment: consoleEnvironment.mapValues { $0 })
    }

    private var consoleEnvironment: [String: String] {
        [
            "P2V_LAB_PART": layout.state + "#exec", "P2V_POOL": layout.poolFile, "P2V_STORE": layout.store,
            "LIBGUESTFS_BACKEND": "direct", "LIBGUESTFS_BACKEND_SETTINGS": "force_tcg",
        ]
    }

    /// What the console finds in `~/.ssh`.
    func prepareConsole() throws {
        try LocalFile.makeFolder(layout.ssh, mode: 0o700)
        let hosts = Node.servers.map { "\($0.rawValue) \($0.address ?? "")" }.joined(separator: " ")
        try LocalFile.write(
            LabFile.sshConfig.rendered(["key": layout.key, "hosts": hosts]), to: layout.ssh + "/config", mode: 0o600)
        let known = placedServers.compactMap { LocalFile.text(layout.folder($0) + "/known_hosts") }.joined()
        if !known.isEmpty { try LocalFile.write(known, to: layout.ssh + "/known_hosts", mode: 0o600) }
        let folder = Self.rootSSHFolder
        if !LocalFile.exists(folder) {
            try LocalFile.write(folder + "\n", to: layout.outside)
            try LocalFile.makeFolder(folder, mode: 0o700)
        }
    }

    /// The console's own key; kept, since the server's image trusts it.
    func makeKey() async throws {
        guard !LocalFile.exists(layout.key) else { return }
        let partial = layout.key + ".partial"
        for file in [partial, partial + ".pub"] { unlink(file) }
        try await Shell.check(
            Command("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "p2v lab console", "-f", partial))
        // The private key last: its presence says that both are there.
        for ending in [".pub", ""] {
            guard rename(partial + ending, layout.key + ending) == 0 else {
                throw LocalFile.failure("place the console's key", layout.key + ending)
            }
        }
    }

    /// Where ssh looks for root's keys: root's home folder, whatever `HOME` says.
    static var rootSSHFolder: String {
        guard let entry = getpwuid(0), let home = entry.pointee.pw_dir else { return "/root/.ssh" }
        return String(cString: home) + "/.ssh"
    }
}
