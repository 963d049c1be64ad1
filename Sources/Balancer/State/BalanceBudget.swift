/// How much may be moved in one run; nil for no limit.
package struct BalanceBudget: Sendable, Hashable, Codable {
    package var moves: Int?
    /// Predicted bytes on the wire.
    package var bytes: Double?
    /// Predicted minutes, one migration after another.
    package var minutes: Double?

    package init(moves: Int? = nil, bytes: Double? = nil, minutes: Double? = nil) {
        self.moves = moves
        self.bytes = bytes
        self.minutes = minutes
    }
}
