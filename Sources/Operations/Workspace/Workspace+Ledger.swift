internal import Estate
internal import ImageStores
package import Pool

extension Workspace {
    /// The pool's own state.
    ///
    /// - Parameter pool: asked for its SRs where the pool file names none (XAPI).
    /// - Throws: ``Failure``: refused where the pool has no place for it; an error where the place cannot be reached, or is
    ///   not the one that this user saw before.
    package func openLedger(_ pool: any Pool) async throws -> PoolLedger {
        try await openLedger(at: try await ledgerPlace(pool))
    }

    func openLedger(at place: String) async throws -> PoolLedger {
        // Outside: a store that cannot be opened is no fault of the place.
        let store = try openStore()
        do {
            let ledger = PoolLedger(
                on: try await ImageStores.open(url: place), workspace: self, carried: CarriedState(store: store))
            try await ledger.provePlace()
            return ledger
        } catch let failure as Failure {
            throw Failure(
                "reach the pool's state", on: place, because: "\(failure.because)",
                next: failure.next + "; nothing is done without it, since hosts may be closed for work there")
        }
    }

    /// `state:` of the pool file, else the default SR, where that is a place for files.
    func ledgerPlace(_ pool: any Pool) async throws -> String {
        let stated = try poolConfiguration()
        if let place = stated.state { return try checked(place, "its file says state: \(place)") }
        let storage = try await completeConfiguration(pool).storage
        let marked = storage.filter { $0.isDefault == true }
        let candidates = marked.isEmpty ? storage : marked
        guard let first = candidates.first, candidates.count == 1 else {
            throw noPlace(
                storage.isEmpty ? "it has no SR" : "\(candidates.count) of its SRs could be the default one")
        }
        return try checked(first.url, "its default SR \(first.name) is no place for files")
    }

    /// False where the pool file names no place and the pool has none; throws where that cannot be told.
    func hasPlaceForState(_ pool: any Pool) async throws -> Bool {
        do {
            _ = try await ledgerPlace(pool)
            return true
        } catch let failure as Failure where failure.exit == .refused { return false }
    }

    private func checked(_ place: String, _ because: String) throws -> String {
        guard place.hasPrefix("nfs://") || place.hasPrefix("file:///") else { throw noPlace(because) }
        return place
    }

    private func noPlace(_ because: String) -> Failure {
        Failure(
            "find the place of the pool's state", on: poolPath, because: because,
            next: "name one with the key state: of the pool file, as nfs://server/export or file:///path",
            exit: .refused)
    }
}
