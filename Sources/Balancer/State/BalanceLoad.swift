/// What a VM uses of its host. Memory is not here: the host sets all of a VM's memory aside.
package struct BalanceLoad: Sendable, Hashable, Codable {
    /// Cores busy.
    package var cores: Double
    /// Bytes per second.
    package var disk: Double
    /// Bytes per second.
    package var network: Double

    package init(cores: Double = 0, disk: Double = 0, network: Double = 0) {
        self.cores = cores
        self.disk = disk
        self.network = network
    }

    private enum Key: String, CodingKey { case cores, disk, network }

    package init(from decoder: any Decoder) throws {
        let box = try decoder.container(keyedBy: Key.self)
        cores = try box.decodeIfPresent(Double.self, forKey: .cores) ?? 0
        disk = try box.decodeIfPresent(Double.self, forKey: .disk) ?? 0
        network = try box.decodeIfPresent(Double.self, forKey: .network) ?? 0
    }
}
