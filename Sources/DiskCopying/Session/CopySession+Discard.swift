package import ImageStores

extension CopySession {
    /// Removes all that a copy left that was never published: the undo of ``open(source:store:request:report:)``. An image that
    /// has its name stays, and so does its manifest. Repeated, nothing happens.
    ///
    /// - Throws: ``Failure`` (busy) when another p2v has the image.
    package static func discard(_ image: String, in store: any ImageStore, unlock: String? = nil) async throws {
        let lease = try await ImageLease(of: image, in: store, unlock: unlock)
        do {
            try await store.remove(image + ".part")
            try await CheckpointFile(of: image, in: store).remove()
            try await CopyJournal(of: image, in: store).remove()
            if try await !store.exists(image) { try await CopyManifest.remove(of: image, in: store) }
            await lease.giveBack()
        } catch {
            await lease.giveBack()
            throw error
        }
    }
}
