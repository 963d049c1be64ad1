internal import BlockExport
package import Estate
internal import Foundation
package import ImageStores

/// What an image holds and how it came there, stored beside it as `NAME.manifest.json`; `p2v verify` re-checks it.
package struct CopyManifest: Sendable, Hashable, Codable {
    package static let format = "p2v-manifest/1"
    static let digest = "blake3-128"

    package var format = Self.format
    package var image: String
    /// How the image holds the disk; raw in manifests that do not say it.
    package var imageFormat: ImageFormat?
    package var source: SourceIdentity
    package var chunkBytes: Int
    /// How chunks are digested: BLAKE3, its first 16 bytes; zeros have the value 1.
    package var digest = Self.digest
    package var chunks: ChunkTable
    package var passes: [PassResult]
    /// What the source could not read; zeros in the image. Nil is none.
    package var holes: [ByteRange]?
    /// What is known of writes to the source during the proof; nil where there was no proof.
    package var writes: WritesMeanwhile?
    /// Who changed the image on purpose after the proof; nil is nobody.
    package var changed: Change?

    package struct Change: Sendable, Hashable, Codable {
        /// For people: "the adaptation to KVM".
        package var by: String
        /// Seconds since 1970.
        package var at: Double

        package init(by: String, at: Double) {
            self.by = by
            self.at = at
        }
    }

    package init(image: String, format: ImageFormat, checkpoint: CopyCheckpoint) {
        self.image = image
        imageFormat = format
        source = checkpoint.source
        chunkBytes = checkpoint.chunkBytes
        chunks = checkpoint.chunks
        passes = checkpoint.passes
        holes = checkpoint.holes
    }

    package func write(to store: any ImageStore) async throws {
        try await store.writeJSON(self, as: Self.name(of: image))
    }

    static func remove(of image: String, in store: any ImageStore) async throws {
        try await store.removeJSON(name(of: image))
    }

    package static func read(of image: String, in store: any ImageStore) async throws -> CopyManifest {
        guard let manifest = try await store.readJSON(CopyManifest.self, from: name(of: image)),
            manifest.format == Self.format
        else {
            throw Failure(
                "verify the image \(image)", on: store.url, because: "it has no manifest \(name(of: image))",
                next: "only images that p2v copied have one", exit: .unproved)
        }
        guard manifest.digest == Self.digest else {
            throw Failure(
                "verify the image \(image)", on: store.url,
                because: "its manifest has digests of the kind \(manifest.digest), this p2v knows \(Self.digest)",
                next: "verify it with the p2v that copied it, or copy the disk again", exit: .unproved)
        }
        return manifest
    }

    /// Reads the image back and compares every chunk with the manifest.
    package func verify(
        in store: any ImageStore, report: ProgressReport = { _ in },
        now: @Sendable () -> Double = { MonotonicSeconds.now }
    ) async throws -> VerifyResult {
        let start = now()
        let plan = ChunkGrid(bytes: source.bytes, chunkBytes: chunkBytes)
        let format = imageFormat ?? .raw
        let wrong = try await store.problems(of: image, format: format)
        guard wrong.isEmpty else { throw broken(wrong.joined(separator: "; "), store) }
        let file = try await store.open(image, format: format, bytes: source.bytes)
        let size = try await file.size()
        guard size == source.bytes, chunks.count == plan.count else {
            throw broken("it has \(size) bytes, its manifest says \(source.bytes)", store)
        }
        let ends = FreeSample.ends(of: [0..<source.bytes])
        let here = try await ImageDigests(file: file, plan: plan, readsWhole: ends)
            .all(title: "Reading back \(image)", report: report)
        try await file.close()
        let different = here.indices.filter { here[$0] != chunks[$0] }
        return VerifyResult(
            chunks: plan.count, chunkBytes: chunkBytes, different: different, seconds: now() - start)
    }

    /// What differences mean: of an image that was changed on purpose, not that it is damaged. Nil where there are none.
    package func failure(of result: VerifyResult, in store: any ImageStore) -> Failure? {
        guard let first = result.different.first else { return nil }
        let place = "the first at byte \(UInt64(first) * UInt64(result.chunkBytes))"
        let count = "\(result.different.count) of \(result.chunks) chunks"
        if let changed {
            let when = Date(timeIntervalSince1970: changed.at).formatted(.iso8601)
            return Failure(
                "verify the image \(image)", on: store.url,
                because: "it was changed after its proof, by \(changed.by) at \(when): \(count) are not as they were "
                    + "copied, \(place), and nothing says what they should be",
                next: "no damage is known; to prove the copy itself, copy the disk again without adapting it",
                exit: .unproved)
        }
        return Failure(
            "verify the image \(image)", on: store.url, because: "\(count) differ, \(place)",
            next: "copy the disk again, unless a VM has run from it", exit: .unproved)
    }

    private func broken(_ because: String, _ store: any ImageStore) -> Failure {
        Failure(
            "verify the image \(image)", on: store.url, because: because, next: "copy the disk again", exit: .unproved)
    }

    private static func name(of image: String) -> String { image + ".manifest.json" }
}
