internal import Estate

/// Case 7: `crypttab` names an encrypted partition by its place, or a key that stays behind.
struct CrypttabNames: Decider {
    let id = "crypttab-names"
    let cases = [7]
    let reads = ["/etc/crypttab", "/etc/fstab"]

    func decide(_ draft: inout Draft) {
        let path = "/etc/crypttab"
        guard let table = draft.facts.files[path] else { return }
        let names = DeviceNames(facts: draft.facts)
        var written: [String] = []
        var lost: [String] = []
        var concerns: [(id: String, seen: String)] = []
        let text = table.text.mapLines { line in
            guard !line.isComment else { return nil }
            var fields = Fields(line)
            guard fields.count >= 2 else { return nil }
            if fields.count >= 4, fields[3].contains("tpm2-device") { concerns.append(("luks-tpm", fields[0])) }
            if fields.count >= 3, fields[2].hasPrefix("/dev/"), !Self.random.contains(fields[2]),
                names.resolve(fields[2]) == .unknown
            {
                concerns.append(("luks-key-lost", "\(fields[0]) with \(fields[2])"))
            }
            // What gets a random key at each start has no UUID of its own, only its partition has.
            guard case .volume(let volume) = names.resolve(fields[1]),
                let stable = volume.stableName ?? volume.partitionPath
            else {
                if fields[1].hasPrefix("/dev/") || FstabEntry("\(fields[1]) /")?.isDevice == true,
                    !names.isPresent(fields[1])
                {
                    lost.append("\(fields[0]) on \(fields[1])")
                    return Self.optional(line)
                }
                return nil
            }
            written.append("\(fields[1]) → \(stable)")
            fields[1] = stable
            return fields.line
        }
        draft.edit(
            path, to: text, found: "encrypted partitions named by their place",
            why: "the partition would not be found, and all that lies on it", writes: written.joined(separator: ", "))
        for concern in concerns { add(concern, &draft) }
        guard !lost.isEmpty else { return }
        draft.concern(
            "crypttab-disk-not-copied", .warning, seen: "/etc/crypttab names \(lost.joined(separator: ", "))",
            matters: "nothing that was copied has this name",
            advice: "copy the disk, or remove the line; until then the boot does not wait for it")
    }

    /// A new key at each start; every machine has them.
    private static let random: Set<String> = ["/dev/urandom", "/dev/random", "/dev/hwrng", "/dev/null"]

    /// crypttab(5): with `nofail` nobody waits for the partition.
    private static func optional(_ line: String) -> String? {
        var fields = Fields(line)
        if fields.count >= 4 {
            let options = fields[3].split(separator: ",")
            guard !options.contains("nofail"), !options.contains("noauto") else { return nil }
            fields[3] += ",nofail"
            return fields.line
        }
        return line.trimmingEnd + (fields.count == 2 ? " none" : "") + " nofail"
    }

    private func add(_ concern: (id: String, seen: String), _ draft: inout Draft) {
        draft.concern(
            concern.id, .critical, seen: "/etc/crypttab: \(concern.seen)",
            matters: "the key is bound to the server's hardware and does not come along",
            advice: "add a passphrase with cryptsetup luksAddKey before the copy")
    }
}
