package import Balancer
package import LiveMigration

/// What happens while VMs are moved, for faces to show.
package enum BalanceEvent: Sendable {
    /// A move that an earlier run left half done has its end.
    case settled(MigrationSettled)
    /// An earlier run of moves was killed; what it had not done, the next plan does.
    case interrupted(made: Int, planned: Int)
    /// Seconds include reading and checking; 0 where nobody counted.
    case planned(BalancePlan, seconds: Double)
    /// A move begins or has ended: one line of words.
    case progress(String)
    /// One line a hook that failed.
    case hookFailed(String)
    /// A run of moves among several has ended with all moves made.
    case made(BalanceRunReport)
    /// A scan or a warm copy of the night begins: the words of its command.
    case refreshing(String)
    /// A night that could not begin cannot leave its report either.
    case notReported(String)
    /// A host is passed over: an earlier run over the same hosts has done it.
    case doneBefore(host: String)
    /// A line of the operator's own command, as it comes.
    case output(String, isError: Bool)
}
