internal import Estate
internal import Glibc
internal import Shell

extension Lab {
    /// Builds the golden disks that the cache does not hold.
    func prepareImages(of servers: [Node]) async throws -> [ServerImage] {
        let images = try servers.map { node throws(Failure) in try image(of: node) }
        let missing = images.filter { !LocalFile.exists($0.folder) }
        // dns01 is made from a tree of its own; the others share one.
        for group in [missing.filter { $0.node == .dns01 }, missing.filter { $0.node != .dns01 }] where !group.isEmpty {
            let names = group.map { $0.node.rawValue }.joined(separator: ", ")
            try await step("Building the disks of \(names) from Debian packages (once)") { try await build(group) }
        }
        return images
    }

    private func build(_ images: [ServerImage]) async throws {
        let folder = layout.images + "/build"
        try await Shell.check(Command("rm", "--recursive", "--force", "--one-file-system", folder))
        try LocalFile.makeFolder(folder)
        let service = folder + "/" + LabFile.serverService.name
        try LocalFile.write(LabFile.serverService.text, to: service)
        let output = try await Shell.run(
            Command(
                ["bash", "-s", folder, layout.key + ".pub", service] + images.map { $0.order },
                input: Array(LabFile.buildServer.text.utf8)))
        guard output.status == 0 else {
            throw Failure(
                "build the disks of the servers", on: layout.images, because: String(output.standardError.suffix(800)),
                next: "check that apt-get update works on this machine, and the free space")
        }
        for image in images {
            let name = image.node.rawValue
            for stale in LocalFile.names(in: layout.images) where stale.hasPrefix(name + "-") {
                try await Shell.check(Command("rm", "--recursive", "--force", layout.images + "/" + stale))
            }
            guard rename("\(folder)/\(name)", image.folder) == 0 else {
                throw LocalFile.failure("place the disks of \(name)", image.folder)
            }
        }
        try await Shell.check(Command("rm", "--recursive", "--force", "--one-file-system", folder))
    }

    private func image(of node: Node) throws(Failure) -> ServerImage {
        guard let key = LocalFile.text(layout.key + ".pub") else {
            throw LocalFile.failure("read the console's key", layout.key + ".pub")
        }
        return ServerImage(
            of: node, in: layout.images, recipe: [LabFile.buildServer.text, LabFile.serverService.text], publicKey: key)
    }
}
