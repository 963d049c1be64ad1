internal import Balancer

/// The pool as it was seen.
struct Observation: Sendable {
    var state: BalanceState
    /// Why VMs must stand still, by VM: an earlier move of theirs is not settled.
    var unsettled: [String: String]
}
