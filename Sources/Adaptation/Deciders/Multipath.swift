/// Case 14: several paths to one disk are one disk now. A multipath daemon that claims it by its WWID hides it.
struct Multipath: Decider {
    let id = "multipath"
    let cases = [14]
    let reads = ["/etc/multipath.conf"]
    private static let identities = ["/etc/multipath/wwids", "/etc/multipath/bindings"]
    let looks = Self.identities + Units.looks

    func decide(_ draft: inout Draft) {
        let found = (reads + Self.identities).filter { draft.facts.paths.contains($0) }
        guard !found.isEmpty else { return }
        for path in Self.identities {
            draft.setAside(
                path, found: "WWIDs of the server's disks", why: "a disk that is claimed for multipath is not mounted")
        }
        Units.mask(
            ["multipathd", "boot.multipath"], in: &draft, found: "multipath for the server's storage",
            why: "the virtual machine sees each disk once")
    }
}
