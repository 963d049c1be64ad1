/// Case 36: huge pages of a size that the virtual machine's processor does not have cannot be mounted, and a mount that
/// fails stops the start in emergency mode.
struct HugePageMounts: Decider {
    let id = "huge-page-mounts"
    let cases = [36]
    let reads = ["/etc/fstab"]

    func decide(_ draft: inout Draft) {
        guard let fstab = draft.facts.files["/etc/fstab"] else { return }
        let text = fstab.text.mapLines { line in
            guard let entry = FstabEntry(line), entry.type == "hugetlbfs", !entry.isOptional else { return nil }
            var fields = Fields(line)
            guard fields.count >= 4 else { return line.trimmingEnd + " defaults,nofail" }
            fields[3] += ",nofail"
            return fields.line
        }
        draft.edit(
            "/etc/fstab", to: text, found: "huge pages that are mounted",
            why: "the virtual machine may have none of this size, and the start would stop", writes: "nofail")
    }
}
