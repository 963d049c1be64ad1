internal import Estate

/// A pool where every placement has a price, and the cheapest is looked for: any resources, limits that may be passed
/// at a cost, services that are spread, need one another, and cost to move. Its JSON form is `p2v-cluster/2`.
///
/// It can say what the ROADEF/EURO challenge of 2012 asks (machine reassignment, set by Google): its machines are
/// hosts here, its processes machines (VMs).
package struct WeighedPool: Sendable, Hashable, Codable {
    package static let format = "p2v-cluster/2"

    package var format = Self.format
    package var resources: [Resource]
    package var hosts: [Host]
    package var services: [Service]
    package var machines: [Machine]
    package var balance: [BalanceTerm]
    package var weights: MoveWeights
    /// What moving any machine costs, from the host of the row to the host of the column; empty: nothing.
    package var hostMoveCosts: [[Int]]

    package init(
        resources: [Resource], hosts: [Host], services: [Service] = [], machines: [Machine],
        balance: [BalanceTerm] = [], weights: MoveWeights = MoveWeights(), hostMoveCosts: [[Int]] = []
    ) {
        self.resources = resources
        self.hosts = hosts
        self.services = services
        self.machines = machines
        self.balance = balance
        self.weights = weights
        self.hostMoveCosts = hostMoveCosts
    }

    private enum Key: String, CodingKey {
        case format, resources, hosts, services, machines, balance, weights, hostMoveCosts
    }

    /// Only format, resources, hosts and machines are required in a file.
    package init(from decoder: any Decoder) throws {
        let box = try decoder.container(keyedBy: Key.self)
        format = try box.decode(String.self, forKey: .format)
        resources = try box.decode([Resource].self, forKey: .resources)
        hosts = try box.decode([Host].self, forKey: .hosts)
        services = try box.decodeIfPresent([Service].self, forKey: .services) ?? []
        machines = try box.decode([Machine].self, forKey: .machines)
        balance = try box.decodeIfPresent([BalanceTerm].self, forKey: .balance) ?? []
        weights = try box.decodeIfPresent(MoveWeights.self, forKey: .weights) ?? MoveWeights()
        hostMoveCosts = try box.decodeIfPresent([[Int]].self, forKey: .hostMoveCosts) ?? []
    }
}
