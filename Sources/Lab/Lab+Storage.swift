internal import Estate
internal import Shell

extension Lab {
    /// The NFS server, exporting the SR as `/sr`.
    func startStorage() async throws {
        let folder = layout.folder(.nfs1)
        try LocalFile.makeFolder(folder + "/lib")
        try LocalFile.write(
            LabFile.ganesha.rendered(["folder": folder, "sr": layout.sr]), to: folder + "/ganesha.conf")
        try await start(.nfs1, script: "node-nfs.sh", [Node.nfs1.address ?? "", folder, layout.files])
        try await wait(
            for: "nfs://nfs1/sr", seconds: 60, log: folder + "/ganesha.log", alive: { firstProcess(of: .nfs1) != nil }
        ) {
            try await storageAnswers()
        }
    }

    func storageAnswers() async throws -> Bool {
        let address = Node.nfs1.address ?? ""
        return try await Shell.run(inside(.mgmt, ["timeout", "3", "nfs-ls", "nfs://\(address)/sr/"])).status == 0
    }
}
