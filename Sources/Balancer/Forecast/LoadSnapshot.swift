internal import Estate

/// A pool as a snapshot of load: the plain form in which traces of public data sets are exchanged, without a format
/// line. Names, sizes and one day of hours:
///
/// ```
/// {"hosts": [{"id": "h0", "cores": 32, "memMB": 262144}],
///  "vms": [{"id": "v0", "vcpus": 8, "memMB": 4096, "host": "h0", "cpu": 6.7, "cpu24": [6.8, …]}]}
/// ```
///
/// `cpu` is cores busy now, `cpu24` cores busy in each hour, `memMB` MiB set aside. Other fields are not read.
package struct LoadSnapshot: Sendable, Hashable, Decodable, OpenKeys {
    package struct HostRow: Sendable, Hashable, Decodable, OpenKeys {
        package var id: String
        package var cores: Double
        package var memMB: Int
    }

    package struct MachineRow: Sendable, Hashable, Decodable, OpenKeys {
        package var id: String
        package var vcpus: Int
        package var memMB: Int
        package var host: String
        package var cpu: Double?
        package var cpu24: [Double]?
    }

    package var hosts: [HostRow]
    package var vms: [MachineRow]

    /// The same pool as the balancer knows it.
    package var state: BalanceState {
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
package struct SavedState: Sendable, Decodable {
    package var state: BalanceState

    private enum Key: String, CodingKey { case format, vms }

    package init(from decoder: any Decoder) throws {
        let box = try decoder.container(keyedBy: Key.self)
        let isSnapshot = box.contains(.vms) && !box.contains(.format)
        let whole = try decoder.singleValueContainer()
        state = isSnapshot ? try whole.decode(LoadSnapshot.self).state : try whole.decode(BalanceState.self)
    }
}
