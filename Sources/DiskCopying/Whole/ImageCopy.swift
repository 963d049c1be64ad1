package import Estate
package import ImageStores

/// A whole copy: one session from its beginning to the image's name. What `p2v copy` runs.
package struct ImageCopy: Sendable {
    let source: any DiskSource
    let store: any ImageStore
    let request: Request
    let report: ProgressReport
    let hold: CopySession.Hold?
    let tell: @Sendable (OutagePrediction) -> Void

    /// - Parameters:
    ///   - source: closed when ``run()`` has ended.
    ///   - hold: for a source that works meanwhile: freezes it for the last pass and the proof.
    ///   - tell: called with the outage to expect, before it begins.
    package init(
        source: any DiskSource, store: any ImageStore, request: Request, report: @escaping ProgressReport = { _ in },
        hold: CopySession.Hold? = nil, tell: @escaping @Sendable (OutagePrediction) -> Void = { _ in }
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
        if request.resume, let done = try await published() {
            await source.close()
            return done
        }
        let session = try await CopySession.open(
            source: source, store: store, request: request.session, report: report)
        do {
            let outcome = try await run(session)
            await session.close()
            return outcome
        } catch {
            await session.close()
            throw error
        }
    }

    private func run(_ session: CopySession) async throws -> Outcome {
        // After a cut in a later pass, or a failed proof, what is missing is what changed.
        _ = try await session.warmPass()
        for _ in 0..<request.deltaPasses { _ = try await session.warmPass() }
        let (verified, seconds) = try await proved(session)
        let state = await session.state
        let sealed = try await session.seal(proof: verified)
        do { try await sealed.publish() } catch {
            await sealed.close()
            throw error
        }
        await sealed.close()
        return outcome(state, verified, seconds)
    }

    func outcome(_ state: CopyCheckpoint, _ verified: VerifyResult? = nil, _ heldSeconds: Double? = nil) -> Outcome {
        Outcome(
            source: source.identity, location: store.location(of: request.image), imageFormat: request.format,
            passes: state.passes, verified: verified, heldSeconds: heldSeconds, holes: state.holes)
    }
}
