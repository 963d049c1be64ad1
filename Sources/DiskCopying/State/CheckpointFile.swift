internal import Estate
package import ImageStores

/// The checkpoint of a copy, kept on the SR beside the image: any machine can resume. `NAME.checkpoint.json`.
package struct CheckpointFile: Sendable {
    private let store: any ImageStore
    private let name: String

    package init(of image: String, in store: any ImageStore) {
        self.store = store
        name = image + ".checkpoint.json"
    }

    /// Nil where there is none. One that is not understood counts as none: all is then copied again, which costs time and
    /// loses nothing.
    package func load() async throws -> CopyCheckpoint? {
        do {
            let found = try await store.readJSON(CopyCheckpoint.self, from: name)
            return found?.format == CopyCheckpoint.format ? found : nil
        } catch let failure as Failure where failure.exit == .unproved {
            return nil
        }
    }

    package func save(_ checkpoint: CopyCheckpoint) async throws { try await store.writeJSON(checkpoint, as: name) }

    package func remove() async throws { try await store.removeJSON(name) }
}
