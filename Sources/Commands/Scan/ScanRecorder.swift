internal import Estate
internal import Scanner
internal import Shell
internal import Store

/// Saves each profile as it comes, under a name that is its own.
actor ScanRecorder {
    private let store: Store
    private var known: [ServerProfile] = []
    private(set) var run = ScanRun()

    init(store: Store) {
        self.store = store
    }

    func begin() async throws {
        known = try await store.profiles()
    }

    func record(_ outcome: ScanOutcome) async throws {
        switch outcome.result {
        case .success(var profile):
            profile.name = ServerName.chosen(for: profile, among: known)
            profile.concerns += FleetConcerns.concerns(of: profile, among: known.filter { $0.name != profile.name })
            try await store.save(profile)
            known.removeAll { $0.name == profile.name }
            known.append(profile)
            run.servers.append(profile)
        case .failure(let failure):
            run.failed.append(
                ScanRun.Failed(
                    address: outcome.address.description, because: failure.because, next: failure.next,
                    exit: failure.exit))
        }
    }
}
