/// Case 49: files that p2v made have no SELinux label, and logins are denied. Edited files keep theirs. Runs last, as it
/// acts only where others made something.
struct SELinuxLabels: Decider {
    let id = "selinux-labels"
    let cases = [49]
    let reads = ["/etc/selinux/config"]
    let looks = ["/.autorelabel"]

    func decide(_ draft: inout Draft) {
        guard let file = draft.facts.files["/etc/selinux/config"] else {
            return draft.pass("the guest does not use SELinux")
        }
        // libselinux takes blanks around the value, and letters of both kinds (selinux_getenforcemode).
        let mode = file.text.lines.last { $0.hasPrefix("SELINUX=") }.map {
            String($0.dropFirst(8)).trimmingSpaces.lowercased()
        }
        guard let mode else { return draft.pass("/etc/selinux/config names no mode") }
        guard mode == "enforcing" || mode == "permissive" else { return draft.pass("SELinux is \(mode)") }
        guard !draft.changes.isEmpty else { return draft.pass("no file was changed") }
        draft.create(
            "/.autorelabel", "", found: "SELinux in mode \(mode)",
            why: "new files have no label: the next boot labels all files, and starts again")
    }
}
