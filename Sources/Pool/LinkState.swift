/// How the links of a machine's network cards are: in what runs now, and in what its next start takes.
package enum LinkState: String, Sendable, Hashable {
    case up
    /// Nothing that it sends leaves, and nothing reaches it, whatever its guest does.
    case down
    /// Some are up, or the next start takes others than those that run.
    case mixed

    /// - Parameter areUp: of each card. A machine without cards can meet nobody: its links are down.
    init(_ areUp: [Bool]) {
        self = areUp.allSatisfy { !$0 } ? .down : areUp.allSatisfy(\.self) ? .up : .mixed
    }
}
