internal import Estate
internal import Shell

extension Lab {
    /// Builds the server's golden disk, unless the cache holds it.
    func prepareImage() async throws -> ServerImage {
        let image = try currentImage()
        if LocalFile.exists(image.disk), LocalFile.exists(image.knownHosts) { return image }
        try await step("Building the disk of the server dns01 from Debian packages (once)") {
            for stale in LocalFile.names(in: layout.images) where stale.hasPrefix("dns01-") {
                try await Shell.check(Command("rm", "--recursive", "--force", layout.images + "/" + stale))
            }
            let output = try await Shell.run(
                Command(
                    [
                        "bash", "-s", layout.images + "/dns01-build", layout.key + ".pub", Node.dns01.address ?? "",
                        ServerImage.mac,
                    ], input: Array(LabFile.buildServer.text.utf8)))
            guard output.status == 0 else {
                throw Failure(
                    "build the disk of dns01", on: layout.images, because: String(output.standardError.suffix(800)),
                    next: "check that apt-get update works on this machine, and the free space")
            }
            // The disk last: its presence says that both are there.
            for (name, target) in [("known_hosts", image.knownHosts), ("disk.raw", image.disk)] {
                try await Shell.check(Command("mv", "\(layout.images)/dns01-build/\(name)", target))
            }
            try await Shell.check(Command("rm", "--recursive", "--force", layout.images + "/dns01-build"))
        }
        return image
    }

    func currentImage() throws(Failure) -> ServerImage {
        guard let key = LocalFile.text(layout.key + ".pub") else {
            throw LocalFile.failure("read the console's key", layout.key + ".pub")
        }
        return ServerImage(folder: layout.images, recipe: LabFile.buildServer.text, publicKey: key)
    }
}
