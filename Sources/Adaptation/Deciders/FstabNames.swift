internal import Estate

/// Cases 1, 2, 3, 9: `fstab` names disks by where they were attached. In the virtual machine such a name is another
/// disk or none, and systemd stops in emergency mode.
struct FstabNames: Decider {
    let id = "fstab-names"
    let cases = [1, 2, 3, 9]
    let reads = ["/etc/fstab"]

    func decide(_ draft: inout Draft) {
        guard let fstab = draft.facts.files["/etc/fstab"] else { return }
        var found: [String] = []
        var written: [String] = []
        var lost: [String] = []
        let lines = fstab.text.lines.flatMap { line -> [String] in
            guard let entry = FstabEntry(line), entry.isDevice else { return [line] }
            switch answer(entry, draft.facts) {
            case .stays: return [line]
            case .renamed(let name):
                var fields = Fields(line)
                fields[0] = name
                found.append(entry.source)
                written.append("\(entry.source) → \(name)")
                return ["# p2v: was \(entry.source)", fields.line]
            case .lost:
                lost.append(entry.source)
                return ["# p2v: \(entry.source) was not copied", Self.optional(line)]
            }
        }
        say(lost, &draft)
        draft.edit(
            "/etc/fstab", to: lines.joined(separator: "\n"),
            found: (found + lost).joined(separator: ", "),
            why: "the virtual machine's disks have other names, and a missing one stops the boot",
            writes: (written + lost.map { "\($0) with nofail" }).joined(separator: ", "))
        if found.isEmpty, lost.isEmpty { draft.pass("every name in /etc/fstab stays valid, or nobody waits for it") }
    }

    private enum Answer { case stays, renamed(String), lost }

    private func answer(_ entry: FstabEntry, _ facts: GuestFacts) -> Answer {
        if case .volume(let volume) = DeviceNames(facts: facts).resolve(entry.source) {
            return volume.stableName.map { .renamed($0) } ?? .stays
        }
        guard !DeviceNames(facts: facts).isPresent(entry.source) else { return .stays }
        // The root was mounted, so what it is called is known whatever its line says.
        if entry.target == "/" { return facts.rootName.map { .renamed($0) } ?? .stays }
        // What may lie in a container that no key has opened is not known to be lost.
        guard !entry.isOptional, !entry.isVital, !facts.hasLockedContainer else { return .stays }
        return .lost
    }

    /// With `nofail` nobody waits for the mount, and with a time the unit does not stay in the list of jobs
    /// (systemd.mount(5), "x-systemd.device-timeout="). A line may end after any field.
    private static func optional(_ line: String) -> String {
        let added = "nofail,x-systemd.device-timeout=5s"
        var fields = Fields(line)
        guard fields.count < 4 else {
            fields[3] += ",\(added)"
            return fields.line
        }
        return line.trimmingEnd + (fields.count == 2 ? " auto" : "") + " defaults,\(added)"
    }

    private func say(_ lost: [String], _ draft: inout Draft) {
        guard !lost.isEmpty else { return }
        draft.concern(
            "fstab-disk-not-copied", .warning, seen: "/etc/fstab names \(lost.joined(separator: ", "))",
            matters: "nothing that was copied has this name",
            advice: "attach or copy the disk, or remove the line; until then the boot does not wait for it")
    }
}
