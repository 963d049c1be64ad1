/// Who performs a move: a live migration of the pool in earnest, arithmetic in a test.
package protocol Mover: Sendable {
    /// Answers when the VM runs on `move.to`. A cancelled task leaves it where it was.
    ///
    /// - Returns: what is worth remembering: "4.6 s, 61 ms pause".
    func move(_ move: BalanceMove) async throws -> String
}
