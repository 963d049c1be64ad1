internal import Estate

extension ConcernRule {
    /// A root from the network, from memory, or put together of layers: live systems, diskless nodes, containers.
    static let rootNotOnDisk = ConcernRule(
        id: "root-not-on-disk", severity: .critical,
        matters: "what runs is not what lies on the disks: a copy of them would start something else, or nothing",
        advice: "scan the installed system where there is one; a diskless node is better installed anew as a VM"
    ) { profile in
        let kinds: Set<String> = [
            "nfs", "nfs4", "cifs", "smb3", "9p", "virtiofs", "glusterfs", "fuse.glusterfs", "ceph", "overlay",
            "overlayfs",
            "aufs", "unionfs", "squashfs", "tmpfs", "ramfs", "iso9660",
        ]
        // The last mount on a place is what is seen there.
        guard let root = profile.mounts.value?.last(where: { $0.target == "/" }), kinds.contains(root.type) else {
            return []
        }
        return ["the root is \(root.type)"]
    }
}
