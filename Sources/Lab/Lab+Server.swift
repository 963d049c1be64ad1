internal import Estate
internal import Glibc
internal import Shell

extension Lab {
    /// Switches the "physical" server on and waits until it serves. Harmless when it is on.
    package func startServer() async throws {
        try await changeServer { image in try await switchOn(image) }
        try await awaitServer()
    }

    /// Pulls the server's plug.
    package func stopServer() async throws {
        try await changeServer { _ in try await pullPlug() }
    }

    /// Pulls the plug, gives the server the disk it had at first, and switches it on.
    package func resetServer() async throws {
        try await changeServer { image in
            try await pullPlug()
            unlink(layout.serverDisk)
            try await switchOn(image)
        }
        try await awaitServer()
    }

    private func changeServer(_ work: (ServerImage) async throws -> Void) async throws {
        try Self.requireRoot()
        guard firstProcess(of: .switch) != nil else { throw Self.notRunning(.switch) }
        let lock = try LabLock(layout.lock)
        defer { withExtendedLifetime(lock) {} }
        let image = try await prepareImage()
        try prepareConsole(image)
        try await work(image)
    }

    func switchOn(_ image: ServerImage) async throws {
        try LocalFile.makeFolder(layout.folder(.dns01))
        if !LocalFile.exists(layout.serverDisk) {
            let partial = layout.serverDisk + ".partial"
            try await Shell.check(Command("cp", "--sparse=always", "--reflink=auto", image.disk, partial))
            guard rename(partial, layout.serverDisk) == 0 else {
                throw LocalFile.failure("place the disk of dns01", layout.serverDisk)
            }
        }
        try LocalFile.write("", to: layout.serverOn)
        try await start(
            .dns01, script: "node-server.sh",
            [layout.folder(.dns01), ServerImage.mac, settings.accelerator.rawValue])
    }

    private func pullPlug() async throws {
        unlink(layout.serverOn)
        try await end(processes: { table in table.processes.filter { $0.mark == layout.mark(.dns01) } })
    }

    /// Waits for the two services that matter: DNS, and ssh with the lab's key.
    func awaitServer() async throws {
        let log = layout.folder(.dns01) + "/serial.log"
        let alive = { firstProcess(of: .dns01) != nil }
        try await step("Waiting for DNS on dns01") {
            try await wait(for: "DNS on dns01", seconds: 600, log: log, alive: alive) {
                let question = ["dig", "+short", "+time=1", "+tries=1", "www.lab.test"]
                return try await Shell.run(console(question)).text == "192.0.2.10\n"
            }
        }
        try await step("Waiting for ssh on dns01") {
            try await wait(for: "ssh on dns01", seconds: 600, log: log, alive: alive) {
                let login = ["ssh", "-o", "BatchMode=yes", "-o", "ConnectTimeout=10", "root@dns01", "true"]
                return try await Shell.run(console(login)).status == 0
            }
        }
    }
}
