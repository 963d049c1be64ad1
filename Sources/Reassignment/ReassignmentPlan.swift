/// Which machines move, and what that gains. Its JSON form is `p2v-reassignment/1`.
package struct ReassignmentPlan: Sendable, Hashable, Encodable {
    package struct Move: Sendable, Hashable, Encodable {
        package var machine: String
        package var from: String
        package var to: String
    }

    package var format = "p2v-reassignment/1"
    package var moves: [Move]
    package var before: PlacementPrice
    package var after: PlacementPrice
    /// No placement costs less.
    package var lowerBound: Int
    /// With reading and checking.
    package var seconds = 0.0
    /// Of each machine of the pool, in their order, the place of its host among the pool's hosts.
    package var places: [Int]

    private enum CodingKeys: String, CodingKey { case format, moves, before, after, lowerBound, seconds }
}
