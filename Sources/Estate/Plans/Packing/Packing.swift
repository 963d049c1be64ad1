/// The answer to a ``PackingInstance``, `p2v-packing/1`.
package struct Packing: Sendable, Hashable, Codable {
    package static let format = "p2v-packing/1"

    package struct FilledHost: Sendable, Hashable, Codable {
        package var type: String
        /// Ids; an item with `count: n` stands n times in all.
        package var items: [String]

        package init(type: String, items: [String]) {
            self.type = type
            self.items = items
        }
    }

    package var format = Self.format
    package var hosts: [FilledHost]
    /// The sum of the hosts' costs.
    package var objective: Double
    /// No packing can cost less.
    package var lowerBound: Double
    /// The objective equals the lower bound.
    package var proved: Bool
    package var seconds: Double

    package init(hosts: [FilledHost], objective: Double, lowerBound: Double, proved: Bool, seconds: Double) {
        self.hosts = hosts
        self.objective = objective
        self.lowerBound = lowerBound
        self.proved = proved
        self.seconds = seconds
    }
}
