internal import Foundation
internal import Shell

extension Lab {
    func upStorage() async throws {
        let folder = layout.folder(.nfs1)
        try makeFolders([folder + "/run/rpcbind", folder + "/lib", layout.repository])
        let files = StorageFiles(layout: layout)
        try write(files.ganesha, to: folder + "/ganesha.conf")
        try write(files.initScript, to: layout.initScript(.nfs1))
        try await start(.nfs1)
        try await wait(for: "the NFS server", seconds: 30, look: folder + "/ganesha.log") {
            await succeeds(on: .mgmt, "nfs-ls", "nfs://\(LabNode.nfs1.address)/sr/")
        }
    }

    func upHost(_ node: LabNode) async throws {
        let folder = layout.folder(node)
        let private_ = ["run", "lib", "log/qemu", "etc/qemu/networks", "etc/hooks", "etc/nwfilter", "etc/storage"]
        try makeFolders((private_ + ["cache", "dev", "pki"]).map { "\(folder)/\($0)" })
        try await installCertificates(node)
        let files = HostFiles(layout: layout, node: node, uuid: UUID().uuidString.lowercased())
        try write(files.libvirtd, to: folder + "/etc/libvirtd.conf")
        try write(files.qemu, to: folder + "/etc/qemu.conf")
        try write("uri_default = \"qemu:///system\"\n", to: folder + "/etc/libvirt.conf")
        try write(files.initScript, to: layout.initScript(node))
        try await start(node)
    }

    func waitForHost(_ node: LabNode) async throws {
        let uri = "qemu+tls://\(node.address)/system?pkipath=\(layout.pki)/client"
        try await wait(for: node.rawValue, seconds: 60, look: layout.folder(node) + "/log/libvirtd.log") {
            await succeeds(on: .mgmt, "virsh", "-c", uri, "version")
        }
    }

    /// The pool as p2v reads it. A lab host reports the whole machine as its own, so its capacity is written down here.
    func writePoolFile() throws {
        let hosts = LabNode.hosts.map { node in
            """
              - name: \(node.rawValue)
                uri: qemu+tls://\(node.rawValue)/system?pkipath=\(layout.pki)/client
                cpus: 2
                memoryMiB: 4096

            """
        }
        let text = """
            # The lab's pool. Everything in it is emulated on this machine.
            format: p2v-pool/1
            name: lab
            hosts:
            \(hosts.joined())storage:
              - name: sr
                url: nfs://nfs1/sr
                isDefault: true
            network: br0

            """
        try write(text, to: layout.poolFile)
    }
}
