package import DiskCopying
package import Estate
internal import ImageStores

/// Is an image still what was copied?
package struct ImageVerification: Sendable {
    /// As QEMU names it.
    package var location: String
    package var result: VerifyResult
    /// Who changed the image on purpose after its proof.
    package var changed: CopyManifest.Change?
    /// What differences mean, and what to do; nil where there are none.
    package var failure: Failure?

    /// Reads the image back and compares it with its manifest.
    ///
    /// - Parameter image: `nfs://server/export/NAME` or a path.
    /// - Throws: ``Failure`` (unproved) when it has no manifest, or is no sound image.
    package init(of image: String, report: ProgressReport = { _ in }) async throws {
        let (store, name) = try await ImageStores.image(image)
        guard try await store.exists(name) else {
            throw Failure(
                "verify the image", on: image, because: "there is no such image", next: "check the path", exit: .refused
            )
        }
        let manifest = try await CopyManifest.read(of: name, in: store)
        result = try await manifest.verify(in: store, report: report)
        location = store.location(of: name)
        changed = manifest.changed
        failure = manifest.failure(of: result, in: store)
    }
}
