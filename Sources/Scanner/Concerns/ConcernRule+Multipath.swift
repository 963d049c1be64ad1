internal import Estate

extension ConcernRule {
    /// LUNs with several paths.
    static let multipath = ConcernRule(
        id: "multipath", severity: .warning,
        matters: "the same LUN is seen several times: it must be copied once, and the VM must not look for paths",
        advice: "copy the multipath device as one disk; the conversion switches multipath off in the copy"
    ) { profile in
        let maps = profile.storage?.multipaths.value ?? []
        let mapped = Set(maps.flatMap(\.paths))
        let bare = (profile.disks.value ?? []).filter { $0.otherPaths != nil && !mapped.contains($0.device) }
        return maps.map { "\($0.name) has \($0.paths.count) paths" }
            + bare.map { "\($0.device) is also \(($0.otherPaths ?? []).joined(separator: ", "))" }
    }
}
