internal import Estate
internal import Foundation
internal import Shell

/// A double that stays when p2v ends: for demonstrations.
extension XenAPIDouble {
    /// Starts it in place of one that runs in this folder, and writes its ``poolFile``, with its certificate as a trusted one.
    package static func start(folder: String, hosts: Int = 3, vms: Int = 12, seconds: Double = 4) async throws
        -> XenAPIDouble
    {
        try await stop(folder: folder)
        let command = try command(folder: folder, hosts: hosts, vms: vms, seconds: seconds)
        let password = folder + "/password"
        guard
            FileManager.default.createFile(
                atPath: password, contents: Data("\(Self.password)\n".utf8), attributes: [.posixPermissions: 0o600])
        else {
            throw Failure(
                "write the double's password", on: password, because: "the file cannot be written",
                next: "check the folder's permissions")
        }
        // The program outlives p2v: bash leaves it to init, in a session of its own.
        let script = """
            pidfile=$1/pid log=$1/log; shift
            setsid "$@" >"$log" 2>&1 </dev/null & echo $! >"$pidfile"
            """
        try await Shell.check(
            Command(
                ["bash", "-c", script, "double", folder] + command.arguments, environment: command.environment))
        let double = XenAPIDouble(folder: folder, port: try await started(in: folder))
        try double.writePoolFile()
        try double.pins(hosts: hosts).write(toFile: double.poolFile + ".pins", atomically: true, encoding: .utf8)
        return double
    }

    /// What `--pool` takes.
    package var poolFile: String { folder + "/pool.yaml" }

    private func writePoolFile() throws {
        try """
        format: p2v-pool/1
        name: xapi-double
        kind: xapi
        addresses: [\(address)]
        user: \(Self.user)
        passwordFile: password
        storage:
          - name: NFS virtual disk storage
            url: file://\(repositoryFolder)
            isDefault: true

        """.write(toFile: poolFile, atomically: true, encoding: .utf8)
    }

    /// Ends the double of this folder and removes the folder's content.
    package static func stop(folder: String) async throws {
        let script = """
            pid=$(cat "$1/pid" 2>/dev/null) || exit 0
            if grep -q xapi-double.py "/proc/$pid/cmdline" 2>/dev/null; then kill "$pid"; fi
            rm -rf "$1"
            """
        try await Shell.check(Command(["bash", "-c", script, "double", folder]))
    }
}
