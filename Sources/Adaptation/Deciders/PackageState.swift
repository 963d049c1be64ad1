internal import Estate

/// Case 55: a package manager that was interrupted, or runs while the disk is copied. Nothing here needs the package
/// database or a network, so it is only said.
struct PackageState: Decider {
    let id = "package-state"
    let cases = [55]
    let reads: [String] = []
    let looks = [
        "/var/lib/dpkg/updates/*", "/var/lib/rpm/.rpm.lock.busy", "/var/run/yum.pid", "/var/lib/pacman/db.lck",
        "/run/zypp.pid",
    ]

    func decide(_ draft: inout Draft) {
        let found = draft.facts.paths.sorted().filter { path in looks.contains { Glob.matches(path, $0) } }
        guard let first = found.first else { return draft.pass("no package manager was interrupted") }
        draft.concern(
            "packages-interrupted", .warning, seen: first,
            matters: "the package database was in use when the disk was copied",
            advice: "after the first boot run dpkg --configure -a, rpm --rebuilddb, or what the system asks for")
    }
}
