internal import Estate

extension ConcernRule {
    /// A fast disk that keeps for a while what belongs on a slow one.
    static let blockCache = ConcernRule(
        id: "block-cache", severity: .warning,
        matters: "newer data may lie on the cache alone: one disk without the other is damaged, or two of two moments",
        advice:
            "detach the cache before the copy: the slow disk then holds all; or copy both while the service is stopped"
    ) { profile in
        profile.allVolumes.filter { $0.content == "bcache" || $0.content == "DM_cache" }
            .map { "\($0.device) belongs to a cache of disks" }
    }
}
