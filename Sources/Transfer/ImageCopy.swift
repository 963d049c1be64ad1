public import Estate

/// A whole copy: stage, passes, verification, manifest, name. What `p2v copy` runs.
public struct ImageCopy: Sendable {
    public struct Request: Sendable, Hashable {
        public var image: String
        public var format: ImageFormat
        /// Go on with what is there; otherwise a `.part` from before is refused.
        public var resume: Bool
        public var deltaPasses: Int
        public var verify: Bool

        public init(
            image: String, format: ImageFormat = .raw, resume: Bool = false, deltaPasses: Int = 0, verify: Bool = true
        ) {
            self.image = image
            self.format = format
            self.resume = resume
            self.deltaPasses = deltaPasses
            self.verify = verify
        }
    }

    public struct Outcome: Sendable, Hashable, Codable {
        public static let format = "p2v-copy/1"

        public var format = Self.format
        public var source: SourceIdentity
        /// As QEMU names it.
        public var location: String
        public var imageFormat: ImageFormat
        public var passes: [PassResult]
        public var verified: VerifyResult?
    }

    private let source: any DiskSource
    private let store: any ImageStore
    private let request: Request
    private let report: ProgressReport

    public init(
        source: any DiskSource, store: any ImageStore, request: Request, report: @escaping ProgressReport = { _ in }
    ) {
        self.source = source
        self.store = store
        self.request = request
        self.report = report
    }

    public func run() async throws -> Outcome {
        let image = request.image
        let checkpoints = CheckpointFile(of: image, in: store)
        if !request.resume, try await store.exists(image + ".part") { throw leftover() }
        let bytes = source.identity.bytes
        let used = try await source.usedRanges().reduce(0) { $0 + UInt64($1.count) }
        let (file, isNew) = try await store.stage(image, format: request.format, bytes: bytes, needed: used)
        let copy = try await DiskCopy(
            source: source, target: file, targetIsNew: isNew,
            checkpoint: isNew ? nil : try await checkpoints.load(), save: { try await checkpoints.save($0) },
            report: report)
        // After a cut in a later pass, or a failed proof, what is missing is what changed.
        _ = try await copy.checkpoint.isComplete ? copy.deltaPass() : copy.fullPass()
        for _ in 0..<request.deltaPasses { _ = try await copy.deltaPass() }
        let verified = request.verify ? try await proof(copy) : nil
        let state = await copy.checkpoint
        try await file.finish()
        try await file.close()
        let problems = try await store.problems(of: image + ".part", format: request.format)
        guard problems.isEmpty else { throw broken(problems) }
        // The manifest first: an image without one cannot be proved, a manifest without an image harms nobody.
        try await CopyManifest(image: image, format: request.format, checkpoint: state).write(to: store)
        try await store.publish(image)
        try await checkpoints.remove()
        return Outcome(
            source: source.identity, location: store.location(of: image), imageFormat: request.format,
            passes: state.passes, verified: verified)
    }

    private func proof(_ copy: DiskCopy) async throws -> VerifyResult {
        let result = try await copy.verify()
        guard result.isEqual else {
            throw Failure(
                "prove the copy", on: request.image,
                because: "\(result.different.count) of \(result.chunks) chunks differ: the disk was written meanwhile",
                next: "stop what writes to the disk and run again with --resume", exit: .unproved)
        }
        return result
    }

    private func broken(_ problems: [String]) -> Failure {
        Failure(
            "finish the image", on: store.location(of: request.image), because: problems.joined(separator: "; "),
            next: "copy the disk again, and report this", exit: .unproved)
    }

    private func leftover() -> Failure {
        Failure(
            "start the copy", on: store.location(of: request.image + ".part"), because: "an earlier copy was cut there",
            next: "go on with --resume, or remove the file to start over", exit: .refused)
    }
}
