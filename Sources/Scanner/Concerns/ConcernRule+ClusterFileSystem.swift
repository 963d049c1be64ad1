internal import Estate

extension ConcernRule {
    /// File systems that several servers mount at once.
    static let clusterFileSystem = ConcernRule(
        id: "cluster-file-system", severity: .critical,
        matters: "a file system that other servers mount too is not this server's to copy",
        advice: "move the data to a server of its own, or leave the file system on the SAN and mount it in the VM"
    ) { profile in
        let kinds: Set<String> = ["gfs", "gfs2", "ocfs2", "gpfs", "vxfs", "lustre"]
        return profile.mounts.value?.filter { kinds.contains($0.type) }.map { "\($0.target) is \($0.type)" } ?? []
    }
}
