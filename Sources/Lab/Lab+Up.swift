internal import Estate
internal import Glibc
internal import Shell

extension Lab {
    /// Brings the lab up, or repairs what has ended. Harmless when all runs.
    ///
    /// - Parameters:
    ///   - server: also start the "physical" server `dns01`, and those that this lab has already.
    ///   - room: also start the other "physical" servers.
    package func up(server: Bool = true, room: Bool = false) async throws {
        try Self.requireRoot()
        try Self.refuseInside()
        try Requirement.check(Requirement.all + Requirement.files + (room ? Requirement.room : []))
        try LocalFile.makeFolder(layout.cache)
        let lock = try LabLock(layout.lock)
        defer { withExtendedLifetime(lock) {} }

        if LocalFile.exists(layout.state), !LocalFile.exists(layout.complete) {
            report(.note("an earlier start did not come to its end: removing what it left"))
            try await remove()
        }
        let qemu = try await prepareQEMU()
        try await makeKey()
        let servers = Node.servers.filter { server && ($0 == .dns01 || room || placedServers.contains($0)) }
        let images = try await prepareImages(of: servers)
        try await prepareFiles()
        try await startNodes(qemu, images)
        try LocalFile.write("\(Release.version)\n", to: layout.complete)
    }

    static func requireRoot() throws(Failure) {
        guard geteuid() == 0 else {
            throw Failure(
                "change the lab", on: "this machine", because: "it needs root, for namespaces and mounts",
                next: "run it as root", exit: .refused)
        }
    }

    static func refuseInside() throws(Failure) {
        guard getenv("P2V_LAB_PART") == nil else {
            throw Failure(
                "change the lab", on: "its own console", because: "this command would end itself",
                next: "leave the console first", exit: .refused)
        }
    }

    /// Writes what the nodes read. Certificates are made once for a lab's life.
    private func prepareFiles() async throws {
        for folder in [layout.state, layout.lib, layout.sr] { try LocalFile.makeFolder(folder) }
        for script in LabFile.scripts { try LocalFile.write(script.text, to: layout.lib + "/" + script.name) }
        try LocalFile.makeFolder(layout.files)
        try LocalFile.write(Node.hostsFile, to: layout.files + "/hosts")
        try LocalFile.write("nameserver 127.0.0.1\n", to: layout.files + "/resolv.conf")
        try LocalFile.write(
            "search lab.test\nnameserver \(Node.dns01.address ?? "")\n", to: layout.files + "/console-resolv.conf")
        let values = ["pki": layout.clientPKI, "cache": layout.cache]
        try LocalFile.write(LabFile.pool.rendered(values), to: layout.poolFile)
        try prepareConsole()
        try await step("Making certificates") { try await makeCertificates() }
    }

    private func startNodes(_ qemu: String?, _ images: [ServerImage]) async throws {
        if firstProcess(of: .switch) == nil {
            // Cables end with their switch; nodes without cables are of no use.
            try await end(processes: { $0.belonging(to: layout.state) })
        }
        try await step("Starting the switch and the console") {
            try await startPlain(.switch)
            try await startPlain(.mgmt)
        }
        var booting: [Node] = []
        for image in images where try await switchOnIfMeant(image) { booting.append(image.node) }
        try await step("Starting the NFS server nfs1") { try await startStorage() }
        for host in Node.hosts {
            try await step("Starting the host \(host.rawValue)") { try await startHost(host, qemu: qemu) }
        }
        for host in Node.hosts {
            try await step("Waiting for libvirt on \(host.rawValue)") { try await awaitHost(host) }
        }
        for node in booting { try await awaitServer(node) }
    }

    /// - Returns: whether the server boots now.
    private func switchOnIfMeant(_ image: ServerImage) async throws -> Bool {
        let name = image.node.rawValue
        if LocalFile.exists(layout.serverDisk(image.node)), !LocalFile.exists(layout.serverOn(image.node)) {
            report(.note("\(name) is switched off, and stays off; switch it on: p2v lab server start \(name)"))
            return false
        }
        try await step("Switching on the server \(name)") { try await switchOn(image) }
        return true
    }
}
