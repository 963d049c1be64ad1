package import ImageStores

extension SealedImage {
    /// Removes an unfinished or unnamed image and all that belongs to it. A file that has the image's final name stays.
    ///
    /// - Throws: ``Failure`` (busy) when another p2v has the image.
    package static func discard(_ image: String, in store: any ImageStore, unlock: String? = nil) async throws {
        let lease = try await ImageLease(of: image, in: store, unlock: unlock)
        do {
            try await store.remove(image + ".part")
            try await CheckpointFile(of: image, in: store).remove()
            try await CopyJournal(of: image, in: store).remove()
            if try await !store.exists(image) { try await CopyManifest.remove(of: image, in: store) }
        } catch {
            await lease.giveBack()
            throw error
        }
        try await lease.release()
    }
}
