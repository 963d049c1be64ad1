internal import Estate
internal import DiskCopying
internal import ImageStores

/// Copies that stay open from the first pass to the last one, since only an open connection to the source knows what was
/// written meanwhile. After a restart there are none; the next pass then finds changes by digests.
actor CopySessions {
    struct Session: Sendable {
        var copy: DiskCopy
        var source: any DiskSource
        var file: any ImageFile
        /// Why the server's own `dd` reads the disk: every pass reads all of it, and free space travels too.
        var reasonForDD: String?
    }

    private var sessions: [String: Session] = [:]
    /// When the service was stopped.
    private(set) var stopped: ContinuousClock.Instant?

    func session(of device: String, make: () async throws -> Session) async throws -> Session {
        if let session = sessions[device] { return session }
        let session = try await make()
        sessions[device] = session
        return session
    }

    func noteStop() { stopped = ContinuousClock.now }

    /// Closes all: the images are whole.
    func finish() async throws {
        let all = sessions.values
        sessions = [:]
        for session in all {
            await session.source.close()
            try await session.file.finish()
            try await session.file.close()
        }
    }

    /// Closes all after a failure, which is what the operator shall hear of.
    func abandon() async {
        let all = sessions.values
        sessions = [:]
        for session in all {
            await session.source.close()
            try? await session.file.close()
        }
    }
}
