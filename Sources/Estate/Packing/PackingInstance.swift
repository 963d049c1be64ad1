/// A packing problem from elsewhere, `p2v-instance/1`: items with demand, plain or timed, and host types.
public struct PackingInstance: Sendable, Hashable, Codable {
    public static let format = "p2v-instance/1"

    public struct HostType: Sendable, Hashable, Codable {
        public var type: String
        /// One value a resource.
        public var capacity: [Double]
        /// Cost of one host of this type; 1 when absent.
        public var cost: Double?
        /// How many there are; nil: as many as needed.
        public var count: Int?

        public init(type: String, capacity: [Double], cost: Double? = nil, count: Int? = nil) {
            self.type = type
            self.capacity = capacity
            self.cost = cost
            self.count = count
        }
    }

    public struct Item: Sendable, Hashable, Codable {
        public var id: String
        /// One value a resource, the same in every time slot.
        public var demand: [Double]?
        /// One list a resource, one value a time slot.
        public var series: [[Double]]?
        /// How many such items there are; 1 when absent.
        public var count: Int?

        public init(id: String, demand: [Double]? = nil, series: [[Double]]? = nil, count: Int? = nil) {
            self.id = id
            self.demand = demand
            self.series = series
            self.count = count
        }
    }

    public var format = Self.format
    public var resources: [String]
    public var hosts: [HostType]
    public var items: [Item]
    /// Sets of items of which no two share a host. An id that stands twice keeps its own copies apart.
    public var apart: [[String]]?

    public init(resources: [String], hosts: [HostType], items: [Item], apart: [[String]]? = nil) {
        self.resources = resources
        self.hosts = hosts
        self.items = items
        self.apart = apart
    }
}
