internal import Estate
internal import ImageStores
internal import Synchronization

extension ImageCopy {
    /// The last pass and its proof, with the source held still where that was asked for.
    func proved(_ session: CopySession) async throws -> (VerifyResult?, heldSeconds: Double?) {
        guard let hold else {
            return (request.verify ? try proof(await session.lastPass(comparesFirst: true)) : nil, nil)
        }
        try await foresee(session)
        let held = Mutex(0.0)
        let result = try await session.lastPass { body in
            try await hold {
                let start = MonotonicSeconds.now
                let result = try await body()
                held.withLock { $0 = MonotonicSeconds.now - start }
                return result
            }
        }
        return (try proof(result), held.withLock { $0 })
    }

    /// All that can be proved while the source works is proved before it is held; that also tells how long it will take.
    private func foresee(_ session: CopySession) async throws {
        let start = MonotonicSeconds.now
        let warm = try await session.verify()
        let pass = try await session.warmPass()
        let expected = OutagePrediction(
            written: pass.bytesRead, over: MonotonicSeconds.now - start, copyRate: await session.fastest,
            readsAll: pass.kind == .traced ? nil : warm.seconds)
        tell(expected)
        if let limit = request.maxOutage, expected.seconds > limit { throw tooLong(expected, limit) }
    }

    /// A disk that nobody watched is taken when all of it was compared: the image is what it was at that moment.
    private func proof(_ result: VerifyResult) throws -> VerifyResult {
        guard result.isEqual else {
            throw busy("\(result.different.count) of \(result.chunks) chunks differ: the disk was written meanwhile")
        }
        guard result.writes != .seen else {
            throw busy("the disk was written while it was compared, each time that was tried")
        }
        return result
    }

    private func busy(_ because: String) -> Failure {
        Failure(
            "prove the copy", on: request.image, because: because,
            next: "stop what writes to the disk, or hold it with --freeze, and run again with --resume",
            exit: .unproved)
    }

    /// What an earlier run finished, proved once more; nil when there is no image yet.
    func published() async throws -> Outcome? {
        guard try await store.exists(request.image) else { return nil }
        let part = request.image + ".part"
        if try await !store.isSameFile(part, request.image), try await store.exists(part) { return nil }
        let sealed = try await SealedImage.open(request.image, in: store, unlock: request.unlock)
        do {
            guard try await sealed.isPublished else {
                await sealed.close()
                return nil
            }
            let outcome = try await finished(sealed)
            await sealed.close()
            return outcome
        } catch {
            await sealed.close()
            throw error
        }
    }

    private func finished(_ sealed: SealedImage) async throws -> Outcome? {
        let manifest = await sealed.manifest
        guard manifest.source == source.identity, manifest.imageFormat ?? .raw == request.format else { return nil }
        var result = try await manifest.verify(in: store, report: report)
        guard result.isEqual else {
            throw Failure(
                "go on with the copy", on: store.location(of: request.image),
                because: "it was finished before, and \(result.different.count) chunks have changed since"
                    + (manifest.changed.map { ", by \($0.by)" } ?? ""),
                next: "remove it to copy again, unless a VM has run from it", exit: .unproved)
        }
        result.writes = manifest.writes ?? .unwatched
        try await sealed.publish()
        var state = CopyCheckpoint(source: manifest.source, chunkBytes: manifest.chunkBytes)
        state.passes = manifest.passes
        state.holes = manifest.holes
        return outcome(state, result)
    }

    private func tooLong(_ expected: OutagePrediction, _ limit: Double) -> Failure {
        Failure(
            "hold the source still", on: source.identity.name,
            because: "that would take about \(Int(expected.seconds.rounded(.up))) s, and \(Int(limit)) s are allowed",
            next: "run again with --resume at a quieter time, or allow more with --max-outage", exit: .refused)
    }
}
