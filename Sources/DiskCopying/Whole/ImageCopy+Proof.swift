internal import Estate
internal import ImageStores
internal import Synchronization

extension ImageCopy {
    /// The last pass and the comparison, with the source held still where that was asked for.
    func proved(_ copy: DiskCopy) async throws -> (VerifyResult?, heldSeconds: Double?) {
        guard let hold else {
            return (request.verify ? try await proof(copy.verify()) : nil, nil)
        }
        // All that can be proved while the source works is proved before it is held.
        let start = MonotonicSeconds.now
        let warm = try await copy.verify()
        let pass = try await copy.deltaPass()
        let expected = OutagePrediction(
            written: pass.bytesRead, over: MonotonicSeconds.now - start, copyRate: await copy.fastest,
            readsAll: pass.kind == .traced ? nil : warm.seconds)
        tell(expected)
        if let limit = request.maxOutage, expected.seconds > limit { throw tooLong(expected, limit) }
        let held = Mutex(0.0)
        let result = try await hold {
            let start = MonotonicSeconds.now
            _ = try await copy.deltaPass()
            let result = try await copy.verifyTouched()
            held.withLock { $0 = MonotonicSeconds.now - start }
            return result
        }
        return (try proof(result), held.withLock { $0 })
    }

    private func proof(_ result: VerifyResult) throws -> VerifyResult {
        guard result.isEqual else {
            throw Failure(
                "prove the copy", on: request.image,
                because: "\(result.different.count) of \(result.chunks) chunks differ: the disk was written meanwhile",
                next: "stop what writes to the disk, or hold it with --freeze, and run again with --resume",
                exit: .unproved)
        }
        return result
    }

    /// What an earlier run finished, proved once more; nil when there is no image yet.
    func published() async throws -> Outcome? {
        guard try await store.exists(request.image), try await !store.exists(request.image + ".part") else {
            return nil
        }
        let manifest = try await CopyManifest.read(of: request.image, in: store)
        guard manifest.source == source.identity, manifest.imageFormat ?? .raw == request.format else { return nil }
        let result = try await manifest.verify(in: store, report: report)
        guard result.isEqual else {
            throw Failure(
                "go on with the copy", on: store.location(of: request.image),
                because: "it was finished before, and \(result.different.count) chunks have changed since",
                next: "remove it to copy again, unless a VM has run from it", exit: .unproved)
        }
        try await tidy()
        var state = CopyCheckpoint(source: manifest.source, chunkBytes: manifest.chunkBytes)
        state.passes = manifest.passes
        state.holes = manifest.holes
        return outcome(state, result)
    }

    // MARK: Refusals

    private func tooLong(_ expected: OutagePrediction, _ limit: Double) -> Failure {
        Failure(
            "hold the source still", on: source.identity.name,
            because: "that would take about \(Int(expected.seconds.rounded(.up))) s, and \(Int(limit)) s are allowed",
            next: "run again with --resume at a quieter time, or allow more with --max-outage", exit: .refused)
    }

    func broken(_ problems: [String]) -> Failure {
        Failure(
            "finish the image", on: store.location(of: request.image), because: problems.joined(separator: "; "),
            next: "copy the disk again, and report this", exit: .unproved)
    }

    func leftover() -> Failure {
        Failure(
            "start the copy", on: store.location(of: request.image + ".part"), because: "an earlier copy was cut there",
            next: "go on with --resume, or remove the file to start over", exit: .refused)
    }

    func otherFormat(_ other: ImageFormat) -> Failure {
        Failure(
            "go on with the copy", on: store.location(of: request.image + ".part"),
            because: "it was begun as \(other.rawValue), and now it would be \(request.format.rawValue)",
            next: "say --format \(other.rawValue), or remove the file to start over", exit: .refused)
    }
}
