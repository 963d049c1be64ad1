internal import Estate
internal import ImageStores
internal import Logging
internal import Store

extension PoolLedger {
    /// The lease under which VMs of the pool are moved or started: one p2v at a time, of all machines.
    ///
    /// - Throws: ``Failure`` (busy) with who holds it, where, for how long, and what unlocks a dead machine's.
    package func lease(_ purpose: String) async throws -> PoolLease {
        let lease = try await ImageLease(
            of: "moves", in: try await folder.home(), unlock: workspace.unlock,
            purpose: "\(purpose), by \(workspace.who)", option: "--unlock-pool")
        return PoolLease(lease: lease, purpose: purpose)
    }

    /// The turn to start a machine, for seconds.
    ///
    /// - Throws: ``Failure`` (busy) as ``lease(_:)``.
    func startLease(_ purpose: String) async throws -> PoolLease {
        let lease = try await ImageLease(
            of: "starts", in: try await folder.home(), unlock: workspace.unlock,
            purpose: "\(purpose), by \(workspace.who)", option: "--unlock-pool")
        return PoolLease(lease: lease, purpose: purpose)
    }

    /// Works under the lease, and lets go of it however the work ends.
    package func withLease<Result>(
        _ purpose: String, _ work: () async throws -> Result
    ) async throws -> Result {
        let lease = try await lease(purpose)
        do {
            try await markPlace()
            await tidy()
            let result = try await work()
            await letGo(lease)
            return result
        } catch {
            await letGo(lease)
            throw error
        }
    }

    /// What is too old is forgotten, here and in this user's journal; what cannot be is no reason to stop.
    private func tidy() async {
        do {
            try await prune()
            let oldest = Moment(seconds: workspace.now().seconds - Self.memory)
            try await carried.store.prune(before: oldest, settled: SettledRecords.count)
        } catch {
            workspace.log.warning("what is too old was not forgotten: \(error)")
        }
    }

    /// What was done is done: a lease that stays is said, and is taken over when this process has ended.
    private func letGo(_ lease: PoolLease) async {
        do { try await lease.release() } catch {
            workspace.log.warning("the lease for \(lease.purpose) stays until this process ends: \(error)")
        }
    }
}
