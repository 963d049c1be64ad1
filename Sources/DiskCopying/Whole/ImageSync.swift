package import Estate
package import ImageStores

/// A copy that is kept warm: one session for a whole run of `p2v sync`, since only an open connection to the source knows
/// what was written between two passes.
package struct ImageSync: Sendable {
    let source: any DiskSource
    let store: any ImageStore
    let request: ImageCopy.Request
    let report: ProgressReport

    /// - Parameter source: closed when ``run(again:each:)`` has ended.
    package init(
        source: any DiskSource, store: any ImageStore, request: ImageCopy.Request,
        report: @escaping ProgressReport = { _ in }
    ) {
        self.source = source
        self.store = store
        self.request = request
        self.report = report
    }

    /// One pass, and more as long as `again` answers true; it may wait. The copy stays `NAME.part`.
    ///
    /// - Parameter each: hears what a pass did.
    package func run(
        again: () async throws -> Bool = { false }, each: (ImageCopy.Outcome) throws -> Void
    ) async throws {
        let session = try await CopySession.open(
            source: source, store: store, request: request.session, report: report)
        do {
            repeat {
                _ = try await session.warmPass()
                let copy = ImageCopy(source: source, store: store, request: request)
                try each(copy.outcome(await session.state))
            } while try await again()
            await session.close()
        } catch {
            await session.close()
            throw error
        }
    }
}
