internal import Estate
internal import Foundation
internal import Shell

extension Lab {
    /// The server's disk as it was before anything happened to it, and its ssh host key.
    private func golden() async throws -> (disk: String, hostKey: String) {
        let image = ServerImage(publicKey: try await publicKey())
        let base = "\(layout.images)/dns01-\(image.digest)"
        return (base + ".raw", base + ".hostkey")
    }

    /// Builds the physical server's disk, unless the cache holds it.
    func buildServer() async throws -> String {
        let image = ServerImage(publicKey: try await publicKey())
        let (disk, hostKey) = try await golden()
        if exists(disk), exists(hostKey) { return "dns01's disk, from the cache" }
        try makeFolders([layout.images])
        let tree = layout.images + "/tree"
        try await run("rm", "-rf", tree)
        try await Shell.check(Command(image.bootstrap + [tree]))
        try await Shell.check(Command(["bash", "-c", image.configure, "configure", tree]))
        try await run("cp", "\(tree)/etc/ssh/ssh_host_ed25519_key.pub", hostKey)
        try await Shell.check(Command(["bash", "-c", image.assemble, "assemble", tree, disk + ".part"]))
        try await run("mv", disk + ".part", disk)
        try await run("rm", "-rf", tree)
        return "dns01's disk, built"
    }

    private func publicKey() async throws -> String {
        try makeFolders([layout.cache])
        if !exists(layout.key) {
            try await run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "p2v-lab", "-f", layout.key)
        }
        return try String(contentsOfFile: layout.key + ".pub", encoding: .utf8).trimmingCharacters(in: .newlines)
    }

    /// What the console's `~/.ssh` holds: the lab's key and the server's true host key.
    func writeConsoleFiles() async throws {
        let folder = layout.folder(.mgmt)
        try write(LabNode.hostsFile, to: layout.state + "/hosts")
        try makeFolders([folder + "/ssh"])
        _ = try await publicKey()
        try await run("cp", layout.key, layout.key + ".pub", folder + "/ssh/")
        try await run("mv", folder + "/ssh/key", folder + "/ssh/id_ed25519")
        try await run("mv", folder + "/ssh/key.pub", folder + "/ssh/id_ed25519.pub")
        if let hostKey = try? String(contentsOfFile: try await golden().hostKey, encoding: .utf8) {
            let key = hostKey.split(separator: " ").prefix(2).joined(separator: " ")
            try write("dns01,\(LabNode.dns01.address) \(key)\n", to: folder + "/ssh/known_hosts", mode: 0o600)
        }
        try await run("chmod", "700", folder + "/ssh")
    }

    /// Switches the physical server on.
    public func startServer() async throws {
        guard !processes.isRunning(.dns01) else { return }
        try makeFolders([layout.folder(.dns01)])
        if !exists(layout.serverDisk) { try await resetServerDisk() }
        try write(serverScript, to: layout.initScript(.dns01))
        try await start(.dns01)
    }

    /// Pulls the physical server's plug.
    public func stopServer() { processes.kill(.dns01) }

    /// Gives the physical server the disk it had at first.
    public func resetServerDisk() async throws {
        stopServer()
        try makeFolders([layout.folder(.dns01)])
        try await run("cp", "--sparse=always", "--reflink=auto", try await golden().disk, layout.serverDisk)
    }

    func waitForServer() async throws {
        try await wait(for: "dns01", seconds: 300, look: layout.serverConsole) {
            await succeeds(
                on: .mgmt, "dig", "+time=1", "+tries=1", "+short", "@\(LabNode.dns01.address)", "www.lab.test")
        }
        try await wait(for: "dns01's sshd", seconds: 60, look: layout.serverConsole) {
            await succeeds(on: .mgmt, "bash", "-c", "exec 3<>/dev/tcp/\(LabNode.dns01.address)/22; read -t 5 -u 3 line")
        }
    }

    /// One CPU, 512 MiB, AHCI, e1000: what a small old server had.
    private var serverScript: String {
        """
        hostname dns01-machine
        qemu-system-x86_64 -name dns01 -machine q35 -accel tcg -cpu qemu64 -smp 1 -m 512 -nodefaults -display none \\
            -drive file=\(layout.serverDisk),format=raw,if=none,id=disk,cache=writeback \\
            -device ide-hd,drive=disk,bus=ide.0,serial=LAB-DISK-0001 \\
            -netdev tap,id=net,ifname=tap0,script=no,downscript=no -device e1000,netdev=net,mac=\(ServerImage.mac) \\
            -chardev file,id=console,path=\(layout.serverConsole),append=on -serial chardev:console \\
            -smbios type=1,manufacturer=Lab,product=Pretend-1000,serial=LAB-0001,uuid=6c61622d-0000-4000-8000-000000000053 \\
            -no-reboot

        """
    }
}

extension Lab {
    /// Switches the physical server on and answers once it serves.
    public func switchServerOn() async throws {
        try await startServer()
        try await waitForServer()
    }
}
