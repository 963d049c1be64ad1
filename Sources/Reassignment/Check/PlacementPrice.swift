/// What a placement costs, by kind, each with its weight.
package struct PlacementPrice: Sendable, Hashable, Encodable {
    /// Use above what is safe.
    package var load = 0
    /// What is missing of the balance of free resources.
    package var balance = 0
    package var machineMoves = 0
    package var serviceMoves = 0
    package var hostMoves = 0
    /// Machines that move; no cost.
    package var moves = 0

    package var total: Int { load + balance + machineMoves + serviceMoves + hostMoves }

    package init() {}

    private enum Key: String, CodingKey { case load, balance, machineMoves, serviceMoves, hostMoves, moves, total }

    package func encode(to encoder: any Encoder) throws {
        var box = encoder.container(keyedBy: Key.self)
        try box.encode(load, forKey: .load)
        try box.encode(balance, forKey: .balance)
        try box.encode(machineMoves, forKey: .machineMoves)
        try box.encode(serviceMoves, forKey: .serviceMoves)
        try box.encode(hostMoves, forKey: .hostMoves)
        try box.encode(moves, forKey: .moves)
        try box.encode(total, forKey: .total)
    }
}
