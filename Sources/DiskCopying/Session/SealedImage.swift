internal import Foundation
package import ImageStores

/// A finished `NAME.part` with its manifest, under its lease: may be adapted in place, then gets its name.
///
/// Nothing of it needs the source, so that it can be opened again, in another process, when the source is off.
package actor SealedImage {
    package nonisolated let image: String
    package nonisolated let store: any ImageStore
    package private(set) var manifest: CopyManifest
    private let lease: ImageLease
    private var isOpen = true

    init(_ manifest: CopyManifest, in store: any ImageStore, lease: ImageLease) {
        image = manifest.image
        self.store = store
        self.manifest = manifest
        self.lease = lease
    }

    /// Takes the lease of an image that was sealed, in this process or another.
    ///
    /// - Throws: ``Failure``: busy when another p2v has it; unproved when it was never sealed.
    package static func open(
        _ image: String, in store: any ImageStore, unlock: String? = nil
    ) async throws -> SealedImage {
        let lease = try await ImageLease(of: image, in: store, unlock: unlock)
        do {
            return SealedImage(try await CopyManifest.read(of: image, in: store), in: store, lease: lease)
        } catch {
            await lease.giveBack()
            throw error
        }
    }

    /// The image has its name already.
    package var isPublished: Bool {
        get async throws {
            if try await store.finishRename(image + ".part", to: image) { return true }
            if try await store.exists(image + ".part") { return false }
            return try await store.exists(image)
        }
    }

    /// Remembers, before it happens, that the image is changed after its proof: `p2v verify` then says so, and a copy that
    /// goes on reads all of it back.
    ///
    /// - Parameters:
    ///   - who: for people: "the adaptation to KVM".
    ///   - now: seconds since 1970.
    package func willChange(by who: String, now: Double = Date().timeIntervalSince1970) async throws {
        let checkpoints = CheckpointFile(of: image, in: store)
        if var checkpoint = try await checkpoints.load(), checkpoint.wasChanged != true {
            checkpoint.wasChanged = true
            try await checkpoints.save(checkpoint)
        }
        manifest.changed = CopyManifest.Change(by: who, at: now)
        try await manifest.write(to: store)
    }

    /// Gives the image its name, and removes what only a copy that goes on needs. Repeated, it does what is left.
    package func publish() async throws {
        if try await !isPublished { try await store.publish(image) }
        try await CheckpointFile(of: image, in: store).remove()
        try await CopyJournal(of: image, in: store).remove()
    }

    /// Gives the lease back, also in a task that was cancelled; the file stays as it is.
    package func close() async {
        guard isOpen else { return }
        isOpen = false
        await lease.giveBack()
    }
}
