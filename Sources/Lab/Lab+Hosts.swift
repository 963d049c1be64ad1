internal import Estate
internal import Shell

extension Lab {
    func startHost(_ host: Node, qemu: String?) async throws {
        let folder = layout.folder(host)
        let parts = [
            "run", "lib", "log/qemu", "cache", "dev", "config/qemu/networks", "config/hooks", "config/nwfilter",
            "config/storage",
        ]
        for part in parts { try LocalFile.makeFolder(folder + "/" + part) }
        let values = ["name": host.rawValue, "address": host.address ?? "", "uuid": host.uuid]
        try LocalFile.write(LabFile.libvirtd.rendered(values), to: folder + "/config/libvirtd.conf")
        try LocalFile.write(LabFile.qemu.rendered(values), to: folder + "/config/qemu.conf")
        try await start(
            host, script: "node-host.sh",
            [
                host.address ?? "", folder, layout.files, qemu ?? "-", settings.rate ?? "-",
                settings.accelerator.rawValue,
            ])
    }

    func awaitHost(_ host: Node) async throws {
        try await wait(
            for: "libvirt on \(host.rawValue)", seconds: 60, log: layout.log(host),
            alive: { firstProcess(of: host) != nil }
        ) {
            try await hostAnswers(host)
        }
    }

    /// Whether libvirt answers the console, over TLS.
    func hostAnswers(_ host: Node) async throws -> Bool {
        try await Shell.run(try console(["timeout", "5", "virsh", "-c", uri(host), "version"])).status == 0
    }

    /// As the pool file has it.
    func uri(_ host: Node) -> String { "qemu+tls://\(host.rawValue)/system?pkipath=\(layout.clientPKI)" }
}
