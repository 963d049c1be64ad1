package import Estate
package import ImageStores

/// A whole copy: lease, stage, passes, proof, manifest, name. What `p2v copy` and `p2v sync` run.
package struct ImageCopy: Sendable {
    /// Holds the source still while `body` runs.
    package typealias Hold =
        @Sendable (
            _ body: @escaping @Sendable () async throws -> VerifyResult
        ) async throws -> VerifyResult

    let source: any DiskSource
    let store: any ImageStore
    let request: Request
    let report: ProgressReport
    let hold: Hold?
    let tell: @Sendable (OutagePrediction) -> Void

    /// - Parameters:
    ///   - hold: for a source that works meanwhile: freezes it for the last pass and the proof.
    ///   - tell: called with the outage to expect, before it begins.
    package init(
        source: any DiskSource, store: any ImageStore, request: Request, report: @escaping ProgressReport = { _ in },
        hold: Hold? = nil, tell: @escaping @Sendable (OutagePrediction) -> Void = { _ in }
    ) {
        self.source = source
        self.store = store
        self.request = request
        self.report = report
        self.hold = hold
        self.tell = tell
    }

    /// Copies, proves and publishes. Repeated after it was killed at its very end, it answers what was done.
    package func run() async throws -> Outcome {
        if request.resume, let done = try await published() { return done }
        return try await leased { try await copyAndPublish() }
    }

    /// One pass more on a copy that stays unfinished and warm; `p2v copy --resume` ends it.
    package func sync() async throws -> Outcome {
        try await leased {
            let (copy, file) = try await open()
            _ = try await copy.checkpoint.isComplete ? copy.deltaPass() : copy.fullPass()
            try await file.close()
            return outcome(await copy.checkpoint)
        }
    }

    private func leased(_ body: () async throws -> Outcome) async throws -> Outcome {
        let lease = try await ImageLease(of: request.image, in: store, unlock: request.unlock)
        do {
            let result = try await body()
            try await lease.release()
            return result
        } catch {
            await Task { try? await lease.release() }.value
            throw error
        }
    }

    private func copyAndPublish() async throws -> Outcome {
        if !request.resume, try await store.exists(request.image + ".part") { throw leftover() }
        let (copy, file) = try await open()
        // After a cut in a later pass, or a failed proof, what is missing is what changed.
        _ = try await copy.checkpoint.isComplete ? copy.deltaPass() : copy.fullPass()
        for _ in 0..<request.deltaPasses { _ = try await copy.deltaPass() }
        let (verified, seconds) = try await proved(copy)
        return try await publish(copy, file, verified, heldSeconds: seconds)
    }

    private func open() async throws -> (DiskCopy, any ImageFile) {
        let image = request.image
        let checkpoints = CheckpointFile(of: image, in: store)
        let checkpoint = try await checkpoints.load()
        if let other = checkpoint?.imageFormat, other != request.format, try await store.exists(image + ".part") {
            throw otherFormat(other)
        }
        let used = try await source.usedRanges().reduce(0) { $0 + UInt64($1.count) }
        let (file, isNew) = try await store.stage(
            image, format: request.format, bytes: source.identity.bytes, needed: used)
        let journal = CopyJournal(of: image, in: store)
        if isNew { try await journal.restart() }
        let format = request.format
        let copy = try await DiskCopy(
            source: source, target: file, targetIsNew: isNew, checkpoint: isNew ? nil : checkpoint, journal: journal,
            allowHoles: request.allowHoles,
            save: { state in
                var state = state
                state.imageFormat = format
                try await checkpoints.save(state)
            }, report: report)
        return (copy, file)
    }

    /// The manifest goes first: an image without one cannot be proved, a manifest without an image harms nobody.
    private func publish(
        _ copy: DiskCopy, _ file: any ImageFile, _ verified: VerifyResult?, heldSeconds: Double?
    ) async throws -> Outcome {
        let (image, format) = (request.image, request.format)
        let state = await copy.checkpoint
        try await file.finish()
        try await file.close()
        let problems = try await store.problems(of: image + ".part", format: format)
        guard problems.isEmpty else { throw broken(problems) }
        try await CopyManifest(image: image, format: format, checkpoint: state).write(to: store)
        try await store.publish(image)
        try await tidy()
        return outcome(state, verified, heldSeconds)
    }

    func tidy() async throws {
        try await CheckpointFile(of: request.image, in: store).remove()
        try await CopyJournal(of: request.image, in: store).remove()
    }

    func outcome(_ state: CopyCheckpoint, _ verified: VerifyResult? = nil, _ heldSeconds: Double? = nil) -> Outcome {
        Outcome(
            source: source.identity, location: store.location(of: request.image), imageFormat: request.format,
            passes: state.passes, verified: verified, heldSeconds: heldSeconds, holes: state.holes)
    }
}
