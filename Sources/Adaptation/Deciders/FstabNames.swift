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
        let empty = emptyFolders(fstab.text, draft.facts)
        let lines = fstab.text.lines.flatMap { line -> [String] in
            guard let entry = FstabEntry(line) else { return [line] }
            switch answer(entry, draft.facts, empty) {
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
            case .hanging(let what):
                lost.append(entry.source)
                return ["# p2v: \(what)", Self.optional(line)]
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

    private enum Answer { case stays, renamed(String), lost, hanging(String) }

    /// Where nothing is mounted in the virtual machine: what lies below is not there either.
    private func emptyFolders(_ text: String, _ facts: GuestFacts) -> [String] {
        let names = DeviceNames(facts: facts)
        return text.lines.compactMap(FstabEntry.init).filter { entry in
            guard entry.isDevice, !entry.isVital, entry.target.hasPrefix("/"), !facts.hasLockedContainer else {
                return false
            }
            if case .volume = names.resolve(entry.source) { return false }
            return !names.isPresent(entry.source)
        }.map(\.target)
    }

    private func answer(_ entry: FstabEntry, _ facts: GuestFacts, _ empty: [String]) -> Answer {
        guard entry.isDevice else { return other(entry, empty) }
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

    /// A folder that is shown a second time, an image that lies in it, and what only another hypervisor's tools mount.
    private func other(_ entry: FstabEntry, _ empty: [String]) -> Answer {
        guard !entry.isOptional else { return .stays }
        if entry.isOfAnotherHypervisor { return .hanging("\(entry.type) is of another hypervisor") }
        let below = empty.first { entry.source == $0 || entry.source.hasPrefix($0 + "/") }
        return below.map { .hanging("nothing is mounted on \($0)") } ?? .stays
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
