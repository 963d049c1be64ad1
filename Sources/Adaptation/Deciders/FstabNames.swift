internal import Estate

/// Cases 1, 2, 3, 9: `fstab` names disks by where they were attached. In the virtual machine such a name is another
/// disk or none, and systemd stops in emergency mode.
struct FstabNames: Decider {
    let id = "fstab-names"
    let cases = [1, 2, 3, 9]
    let reads = ["/etc/fstab"]

    func decide(_ draft: inout Draft) {
        guard let fstab = draft.facts.files["/etc/fstab"] else { return }
        let names = DeviceNames(facts: draft.facts)
        var found: [String] = []
        var written: [String] = []
        var lost: [String] = []
        let lines = fstab.text.lines.flatMap { line -> [String] in
            guard !line.isComment else { return [line] }
            var fields = Fields(line)
            guard fields.count >= 2 else { return [line] }
            let old = fields[0]
            switch names.resolve(old) {
            case .stable, .notDevice: return [line]
            case .volume(let volume):
                guard let stable = volume.stableName else { return [line] }
                fields[0] = stable
                found.append(old)
                written.append("\(old) → \(stable)")
                return ["# p2v: was \(old)", fields.line]
            case .unknown:
                guard fields.count >= 4, !isHarmless(fields[3]) else { return [line] }
                lost.append(old)
                fields[3] += fields[2] == "swap" ? ",nofail" : ",nofail,x-systemd.device-timeout=5s"
                return ["# p2v: \(old) was not copied", fields.line]
            }
        }
        if !lost.isEmpty {
            draft.concern(
                "fstab-disk-not-copied", .warning, seen: "/etc/fstab names \(lost.joined(separator: ", "))",
                matters: "nothing that was copied has this name",
                advice: "attach or copy the disk, or remove the line; until then the boot does not wait for it")
        }
        draft.edit(
            "/etc/fstab", to: lines.joined(separator: "\n"),
            found: (found + lost).joined(separator: ", "),
            why: "the virtual machine's disks have other names, and a missing one stops the boot",
            writes: (written + lost.map { "\($0) with nofail" }).joined(separator: ", "))
        if found.isEmpty, lost.isEmpty { draft.pass("every name in /etc/fstab stays valid") }
    }

    /// The boot does not wait for it already.
    private func isHarmless(_ options: String) -> Bool {
        let options = options.split(separator: ",")
        return options.contains("nofail") || options.contains("noauto")
    }
}
