/// Cases 5 and 6: LVM is told to look only at devices of the server, so the volume group is not found.
struct LVMDevices: Decider {
    let id = "lvm-devices"
    let cases = [4, 5, 6]
    let reads = ["/etc/lvm/lvm.conf", "/etc/lvm/lvmlocal.conf"]
    let looks = ["/etc/lvm/devices/system.devices", "/etc/lvm/cache/.cache", "/etc/lvm/.cache"]

    func decide(_ draft: inout Draft) {
        for path in looks {
            draft.setAside(
                path, found: "a list of the server's devices",
                why: "LVM uses no other device than those listed, and none of them is in the virtual machine")
        }
        for path in reads { openFilters(path, &draft) }
    }

    private func openFilters(_ path: String, _ draft: inout Draft) {
        guard let file = draft.facts.files[path] else { return }
        var closed: [String] = []
        // A filter may go over lines, until its bracket is closed.
        var inside = false
        let text = file.text.mapLines { line in
            let trimmed = line.trimmingSpaces
            let starts = trimmed.hasPrefix("filter") || trimmed.hasPrefix("global_filter")
            guard inside || (starts && trimmed.contains("=") && !acceptsAll(trimmed)) else { return nil }
            inside = !trimmed.contains("]")
            closed.append(trimmed)
            return "# p2v: \(line)"
        }
        draft.edit(
            path, to: text, found: closed.joined(separator: " "),
            why: "LVM would not look at the virtual machine's disks", writes: "the filter as a comment")
    }

    /// A filter that only accepts hides nothing.
    private func acceptsAll(_ line: String) -> Bool {
        line.contains("]") && !line.contains("\"r") && !line.contains("'r")
    }
}
