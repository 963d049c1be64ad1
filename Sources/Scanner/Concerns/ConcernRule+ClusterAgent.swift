internal import Estate

extension ConcernRule {
    /// Software that lets several servers act as one.
    static let clusterAgent = ConcernRule(
        id: "cluster-member", severity: .warning,
        matters: "the cluster may fence this node, or start its services elsewhere, while it is converted",
        advice: "take the node out of the cluster first, and convert its partners together"
    ) { profile in
        profile.hasAgents(.cluster).map { "\($0) is installed" }
    }
}
