/// A pool as a snapshot of load: the plain form in which traces of public data sets are exchanged, without a format
/// line. Names, sizes and one day of hours:
///
/// ```
/// {"hosts": [{"id": "h0", "cores": 32, "memMB": 262144}],
///  "vms": [{"id": "v0", "vcpus": 8, "memMB": 4096, "host": "h0", "cpu": 6.7, "cpu24": [6.8, …]}]}
/// ```
///
/// `cpu` is cores busy now, `cpu24` cores busy in each hour, `memMB` MiB set aside. Other fields are not read.
public struct LoadSnapshot: Sendable, Hashable, Decodable {
    public struct Host: Sendable, Hashable, Decodable {
        public var id: String
        public var cores: Double
        public var memMB: Int
    }

    public struct Machine: Sendable, Hashable, Decodable {
        public var id: String
        public var vcpus: Int
        public var memMB: Int
        public var host: String
        public var cpu: Double?
        public var cpu24: [Double]?
    }

    public var hosts: [Host]
    public var vms: [Machine]

    /// The same pool as the balancer knows it.
    public var state: BalanceState {
        BalanceState(
            hosts: hosts.map { BalanceHost(name: $0.id, cores: $0.cores, memoryMiB: $0.memMB) },
            machines: vms.map {
                BalanceMachine(
                    name: $0.id, host: $0.host, vcpus: $0.vcpus, memoryMiB: $0.memMB,
                    load: BalanceLoad(cores: $0.cpu ?? 0), hourlyCores: $0.cpu24 ?? [])
            })
    }
}

/// A file of either form: ``BalanceState`` where it says its format, else ``LoadSnapshot``.
public struct SavedState: Sendable, Decodable {
    public var state: BalanceState

    private enum Key: String, CodingKey { case format, vms }

    public init(from decoder: any Decoder) throws {
        let box = try decoder.container(keyedBy: Key.self)
        let isSnapshot = box.contains(.vms) && !box.contains(.format)
        state = isSnapshot ? try LoadSnapshot(from: decoder).state : try BalanceState(from: decoder)
    }
}
