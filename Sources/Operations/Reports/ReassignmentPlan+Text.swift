internal import Estate
package import Reassignment
internal import Terminal

extension ReassignmentPlan {
    /// As people read it, without the last line's end.
    package var text: String {
        var table = Table([">#", "VM", "FROM", "TO"])
        for (index, move) in moves.enumerated() { table.add(["\(index + 1)", move.machine, move.from, move.to]) }
        return (moves.isEmpty ? "Nothing to move.\n" : table.text) + line("before", before)
            + line("after ", after) + "no placement costs less than \(lowerBound)\n"
            + "\(moves.count) moves, found and proved in \(Fixed.text(seconds, 1)) s"
    }

    private func line(_ name: String, _ price: PlacementPrice) -> String {
        "\(name): costs \(price.total): load \(price.load), balance \(price.balance), machines' moves "
            + "\(price.machineMoves), services' \(price.serviceMoves), hosts' \(price.hostMoves)\n"
    }
}
