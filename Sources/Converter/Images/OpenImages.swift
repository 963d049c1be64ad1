internal import DiskCopying
internal import Estate
internal import ImageStores

/// The images that this process holds: copies that stay open from the first pass to the last one, since only an open
/// connection knows what was written meanwhile; then the finished files. Each is held under its lease. And the appliance
/// that stands by for them.
actor OpenImages {
    struct Session: Sendable {
        var copy: CopySession
        /// Why the server's own `dd` reads the disk: every pass reads all of it, and free space travels too.
        var reasonForDD: String?
    }

    private var sessions: [String: Session] = [:]
    private var sealed: [String: SealedImage] = [:]
    private var proofs: [String: VerifyResult] = [:]
    private var standby: (any StandingAdaptation)?

    func keep(_ standing: any StandingAdaptation) async {
        await standby?.dismiss()
        standby = standing
    }

    /// Whoever takes it uses it, or dismisses it.
    func takeStandby() -> (any StandingAdaptation)? {
        defer { standby = nil }
        return standby
    }

    func session(of image: String, make: () async throws -> Session) async throws -> Session {
        if let session = sessions[image] { return session }
        if let before = sealed.removeValue(forKey: image) { await before.close() }
        let session = try await make()
        sessions[image] = session
        return session
    }

    func keep(_ proof: VerifyResult, of image: String) { proofs[image] = proof }

    /// Finishes an image that was proved.
    func seal(_ image: String) async throws {
        guard let session = sessions[image] else { return }
        sealed[image] = try await session.copy.seal(proof: proofs[image])
        sessions[image] = nil
    }

    /// The finished file, opened again where an earlier run finished it.
    func file(_ image: String, in store: any ImageStore) async throws -> SealedImage {
        if let file = sealed[image] { return file }
        let file = try await SealedImage.open(image, in: store)
        sealed[image] = file
        return file
    }

    func closeAll() async {
        let (copies, files) = (Array(sessions.values), Array(sealed.values))
        (sessions, sealed) = ([:], [:])
        await takeStandby()?.dismiss()
        for session in copies { await session.copy.close() }
        for file in files { await file.close() }
    }
}
