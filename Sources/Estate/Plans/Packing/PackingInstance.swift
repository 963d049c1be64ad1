/// A packing problem from elsewhere, `p2v-instance/1`: items with demand, plain or timed, and host types.
package struct PackingInstance: Sendable, Hashable, Codable {
    package static let format = "p2v-instance/1"

    package struct HostType: Sendable, Hashable, Codable {
        package var type: String
        /// One value a resource.
        package var capacity: [Double]
        /// Cost of one host of this type; 1 when absent.
        package var cost: Double?
        /// How many there are; nil: as many as needed.
        package var count: Int?

        package init(type: String, capacity: [Double], cost: Double? = nil, count: Int? = nil) {
            self.type = type
            self.capacity = capacity
            self.cost = cost
            self.count = count
        }
    }

    package struct Item: Sendable, Hashable, Codable {
        package var id: String
        /// One value a resource, the same in every time slot.
        package var demand: [Double]?
        /// One list a resource, one value a time slot.
        package var series: [[Double]]?
        /// How many such items there are; 1 when absent.
        package var count: Int?

        package init(id: String, demand: [Double]? = nil, series: [[Double]]? = nil, count: Int? = nil) {
            self.id = id
            self.demand = demand
            self.series = series
            self.count = count
        }
    }

    package var format = Self.format
    package var resources: [String]
    package var hosts: [HostType]
    package var items: [Item]
    /// Sets of items of which no two share a host. An id that stands twice keeps its own copies apart.
    package var apart: [[String]]?

    package init(resources: [String], hosts: [HostType], items: [Item], apart: [[String]]? = nil) {
        self.resources = resources
        self.hosts = hosts
        self.items = items
        self.apart = apart
    }
}
