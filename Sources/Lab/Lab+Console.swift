internal import Estate
internal import Foundation
internal import Shell

extension Lab {
    /// The argv and environment that run `command` on a node; the caller replaces itself with it. On the console, names,
    /// ssh keys and p2v's own variables are in place.
    ///
    /// - Parameter program: the p2v that runs; its folder is put on PATH.
    public func console(_ command: [String], on node: LabNode, program: String) async throws -> (
        arguments: [String], environment: [String: String]
    ) {
        try checkRoot()
        guard exists("/run/netns/\(layout.namespace(node))") else {
            throw Failure("enter the lab", on: node.rawValue, because: "the lab is not up", next: "p2v lab up")
        }
        var environment = [
            "P2V_POOL": layout.poolFile, "P2V_STORE": layout.store, "P2V_LAB_CACHE": layout.cache,
            "LIBGUESTFS_BACKEND": "direct", "LIBGUESTFS_BACKEND_SETTINGS": "force_tcg",
        ]
        let own = URL(fileURLWithPath: program).deletingLastPathComponent().path
        environment["PATH"] =
            own + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/sbin:/usr/bin:/sbin:/bin")
        guard node == .mgmt else { return (inside(node, command), environment) }
        try makeSSHFolder()
        let script = """
            mount --make-rprivate / && mount --bind "$1/hosts" /etc/hosts && mount --bind "$1/mgmt/ssh" "$HOME/.ssh" || exit 1
            shift; exec "$@"
            """
        let arguments = [
            "ip", "netns", "exec", layout.namespace(.mgmt), "unshare", "-m", "bash", "-c", script, "console",
            layout.state,
        ]
        return (arguments + command, environment)
    }

    /// On a host, all of its namespaces; the physical server has no inside: ssh is the way in.
    private func inside(_ node: LabNode, _ command: [String]) -> [String] {
        guard node != .dns01, let pid = processes.innerPid(of: node) else {
            return ["ip", "netns", "exec", layout.namespace(node)] + command
        }
        return ["nsenter", "-t", String(pid), "-m", "-u", "-i", "-n", "-p", "--"] + command
    }

    /// The mount point for the console's keys. One that is made here is removed by `down`.
    private func makeSSHFolder() throws {
        let path = consoleHome + "/.ssh"
        guard !exists(path) else { return }
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try write("", to: layout.state + "/made-ssh-folder")
    }
}
