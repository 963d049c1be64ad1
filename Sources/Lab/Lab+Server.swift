internal import Estate
internal import Glibc
internal import Shell

extension Lab {
    /// Switches a "physical" server on and waits until it serves. Harmless when it is on.
    package func startServer(_ node: Node = .dns01) async throws {
        try await changeServer(node) { image in try await switchOn(image) }
        try await awaitServer(node)
    }

    /// Pulls a server's plug.
    package func stopServer(_ node: Node = .dns01) async throws {
        try await changeServer(node) { _ in try await pullPlug(node) }
    }

    /// Pulls the plug, gives the server the disks it had at first, and switches it on.
    package func resetServer(_ node: Node = .dns01) async throws {
        try await changeServer(node) { image in
            try await pullPlug(node)
            unlink(layout.serverDisk(node))
            try await switchOn(image)
        }
        try await awaitServer(node)
    }

    private func changeServer(_ node: Node, _ work: (ServerImage) async throws -> Void) async throws {
        try Self.requireRoot()
        guard firstProcess(of: .switch) != nil else { throw Self.notRunning(.switch) }
        if node != .dns01 { try Requirement.check(Requirement.room) }
        let lock = try LabLock(layout.lock)
        defer { withExtendedLifetime(lock) {} }
        guard let image = try await prepareImages(of: [node]).first else { throw Self.notRunning(node) }
        try await work(image)
    }

    /// The servers that this lab has: whose disks were placed.
    var placedServers: [Node] { Node.servers.filter { LocalFile.exists(layout.serverDisk($0)) } }

    func switchOn(_ image: ServerImage) async throws {
        let node = image.node
        guard let machine = node.machine else { throw Self.notRunning(node) }
        if !LocalFile.exists(layout.serverDisk(node)) { try await placeDisks(image) }
        try prepareConsole()
        try LocalFile.write("", to: layout.serverOn(node))
        try await start(
            node, script: "node-server.sh",
            [
                layout.folder(node), machine.mac, settings.accelerator.rawValue, String(machine.number),
                String(machine.memoryMiB),
            ])
    }

    /// The first disk last: its presence says that all are there.
    private func placeDisks(_ image: ServerImage) async throws {
        let first = "disk-0.raw"
        try LocalFile.makeFolder(layout.folder(image.node))
        for name in LocalFile.names(in: image.folder).filter({ $0 != first }).sorted() + [first] {
            let target = layout.folder(image.node) + "/" + name
            try await Shell.check(
                Command(
                    "cp", "--sparse=always", "--reflink=auto", image.folder + "/" + name, target + ".partial"))
            guard rename(target + ".partial", target) == 0 else {
                throw LocalFile.failure("place the disks of \(image.node.rawValue)", target)
            }
        }
    }

    private func pullPlug(_ node: Node) async throws {
        unlink(layout.serverOn(node))
        try await end(processes: { table in table.processes.filter { $0.mark == layout.mark(node) } })
    }

    /// Waits for the two services that matter: the server's own, and ssh with the lab's key.
    func awaitServer(_ node: Node) async throws {
        let name = node.rawValue
        let log = layout.folder(node) + "/serial.log"
        let alive = { firstProcess(of: node) != nil }
        let service = node == .dns01 ? "DNS" : "the service"
        try await step("Waiting for \(service) on \(name)") {
            try await wait(for: "\(service) on \(name)", seconds: 600, log: log, alive: alive) {
                try await serves(node)
            }
        }
        try await step("Waiting for ssh on \(name)") {
            try await wait(for: "ssh on \(name)", seconds: 600, log: log, alive: alive) {
                let login = ["ssh", "-o", "BatchMode=yes", "-o", "ConnectTimeout=10", "root@\(name)", "true"]
                return try await Shell.run(console(login)).status == 0
            }
        }
    }

    /// Whether it answers as what it is. A page that says that another server is away is an answer, too.
    private func serves(_ node: Node) async throws -> Bool {
        switch node {
        case .dns01:
            let question = ["dig", "+short", "+time=1", "+tries=1", "www.lab.test"]
            return try await Shell.run(console(question)).text == "192.0.2.10\n"
        case .db01: return try await line(of: node, port: 7000, after: "").hasPrefix("db record ")
        default: return try await line(of: node, port: 80, after: "GET / HTTP/1.0\r\n\r\n").hasPrefix("HTTP/1.1 ")
        }
    }

    /// The first line that a TCP service says; empty when there is none.
    private func line(of node: Node, port: Int, after request: String) async throws -> String {
        let talk = #"exec 3<>"/dev/tcp/$0/$1" && printf %s "$2" >&3 && read -r -t 5 line <&3 && printf %s "$line""#
        return try await Shell.run(
            console(["timeout", "6", "bash", "-c", talk, node.address ?? "", String(port), request])
        ).text
    }
}
