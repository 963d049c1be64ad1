/// What a physical server takes of its room, where somebody has measured it.
package struct Footprint: Sendable, Hashable {
    /// At the plug, mean.
    package var watts: Double?
    package var rackUnits: Int?

    package init(watts: Double? = nil, rackUnits: Int? = nil) {
        (self.watts, self.rackUnits) = (watts, rackUnits)
    }
}
