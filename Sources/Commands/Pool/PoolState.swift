internal import Estate

/// `p2v pool --json`: the pool as it stands.
struct PoolState: Codable {
    var format = "p2v-pool-state/1"
    var pool: String
    var hosts: [Host]
    var machines: [Machine]
    var storage: [StorageRepository]
    /// Present when it was asked for.
    var load: PoolLoad?
}
