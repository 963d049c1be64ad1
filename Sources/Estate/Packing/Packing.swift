/// The answer to a ``PackingInstance``, `p2v-packing/1`.
public struct Packing: Sendable, Hashable, Codable {
    public static let format = "p2v-packing/1"

    public struct Host: Sendable, Hashable, Codable {
        public var type: String
        /// Ids; an item with `count: n` stands n times in all.
        public var items: [String]

        public init(type: String, items: [String]) {
            self.type = type
            self.items = items
        }
    }

    public var format = Self.format
    public var hosts: [Host]
    /// The sum of the hosts' costs.
    public var objective: Double
    /// No packing can cost less.
    public var lowerBound: Double
    /// The objective equals the lower bound.
    public var proved: Bool
    public var seconds: Double

    public init(hosts: [Host], objective: Double, lowerBound: Double, proved: Bool, seconds: Double) {
        self.hosts = hosts
        self.objective = objective
        self.lowerBound = lowerBound
        self.proved = proved
        self.seconds = seconds
    }
}
