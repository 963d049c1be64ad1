package import Estate
package import ImageStores

/// One disk on its way to one image: what `copy`, `sync` and `convert` have in common.
///
/// ```
/// open ─ lease, NAME.part, checkpoint and journal from the SR
///   │ warmPass … verify … warmPass          while the source works, as often as wanted
///   │ lastPass(hold:)                       the last pass and its proof
/// seal ─ file finished, its structure checked, manifest written → SealedImage ─ publish
/// close ─ at any time: NAME.part stays, the lease is given back; open goes on, also in another process
/// ```
/// The source belongs to the session from ``open(source:store:request:report:)`` on, also when that fails.
package actor CopySession {
    /// Holds the source still while `body` runs.
    package typealias Hold =
        @Sendable (
            _ body: @escaping @Sendable () async throws -> VerifyResult
        ) async throws -> VerifyResult

    package nonisolated let source: any DiskSource
    package nonisolated let store: any ImageStore
    package nonisolated let request: Request
    private let lease: ImageLease
    private let copy: DiskCopy
    private let file: any ImageFile
    private var isOpen = true

    private init(
        _ source: any DiskSource, _ store: any ImageStore, _ request: Request, _ lease: ImageLease,
        _ staged: (copy: DiskCopy, file: any ImageFile)
    ) {
        self.source = source
        self.store = store
        self.request = request
        self.lease = lease
        (copy, file) = staged
    }

    /// Takes the image's lease, and starts `NAME.part` or goes on with the one that is there.
    ///
    /// - Throws: ``Failure``: busy when another p2v has the image, wherever it runs; refused when what is there does not fit
    ///   the request. Then the lease is given back and the source closed.
    package static func open(
        source: any DiskSource, store: any ImageStore, request: Request,
        report: @escaping ProgressReport = { _ in }
    ) async throws -> CopySession {
        let lease: ImageLease
        do { lease = try await ImageLease(of: request.image, in: store, unlock: request.unlock) } catch {
            await source.close()
            throw error
        }
        do {
            let staged = try await stage(source, store, request, report)
            return CopySession(source, store, request, lease, staged)
        } catch {
            await source.close()
            await lease.giveBack()
            throw error
        }
    }

    /// What is on the SR for certain.
    package var state: CopyCheckpoint { get async { await copy.checkpoint } }

    /// Bytes a second of the fastest pass.
    package var fastest: Double { get async { await copy.fastest } }

    // MARK: Work

    /// The first pass, or what is left of it; after it, what changed since the last one. The source may work meanwhile.
    package func warmPass() async throws -> PassResult {
        try await copy.checkpoint.isComplete ? copy.deltaPass() : copy.fullPass()
    }

    /// Compares all of the source with what is read back from the image. The source may work meanwhile; what differs is
    /// copied again by the next pass.
    package func verify() async throws -> VerifyResult { try await copy.verify() }

    /// The last pass and its proof.
    ///
    /// - Parameters:
    ///   - hold: holds the source still for both; nil where nothing can, or where something else does.
    ///   - comparesFirst: the last warm pass has just ended and little is expected to have changed since.
    /// - Returns: what was compared, and what is known of writes meanwhile: the caller decides whether that is enough.
    package func lastPass(hold: Hold? = nil, comparesFirst: Bool = false) async throws -> VerifyResult {
        guard let hold else { return try await copy.lastPass(comparesFirst: comparesFirst) }
        return try await hold { [copy] in try await copy.lastPass(held: true) }
    }

    // MARK: Ends

    /// Finishes the file, checks its structure and writes the manifest. The session ends here, and the source is closed: the
    /// lease goes on with what is returned.
    ///
    /// - Parameter proof: of the last pass; nil for a copy that nobody proved.
    /// - Throws: ``Failure`` (unproved) when the finished file is not sound; the session is still to be closed then.
    package func seal(proof: VerifyResult?) async throws -> SealedImage {
        let (image, format) = (request.image, request.format)
        try await file.finish()
        try await file.close()
        let problems = try await store.problems(of: image + ".part", format: format)
        guard problems.isEmpty else { throw Self.broken(problems, request, store) }
        var manifest = CopyManifest(image: image, format: format, checkpoint: await copy.checkpoint)
        manifest.writes = proof?.writes
        try await manifest.write(to: store)
        isOpen = false
        await source.close()
        return SealedImage(manifest, in: store, lease: lease)
    }

    /// Keeps `NAME.part` and gives the lease back, also in a task that was cancelled. Nothing happens after ``seal(proof:)``
    /// or a second time.
    package func close() async {
        guard isOpen else { return }
        isOpen = false
        await Task { [source, file, lease] in
            await source.close()
            // What was not synced is not promised by the checkpoint either.
            try? await file.close()
            await lease.giveBack()
        }.value
    }
}
