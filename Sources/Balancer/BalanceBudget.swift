/// How much may be moved in one run; nil for no limit.
public struct BalanceBudget: Sendable, Hashable, Codable {
    public var moves: Int?
    /// Predicted bytes on the wire.
    public var bytes: Double?
    /// Predicted minutes, one migration after another.
    public var minutes: Double?

    public init(moves: Int? = nil, bytes: Double? = nil, minutes: Double? = nil) {
        self.moves = moves
        self.bytes = bytes
        self.minutes = minutes
    }
}
