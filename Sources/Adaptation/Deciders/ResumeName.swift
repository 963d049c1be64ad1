/// Case 8: the initramfs waits for the swap that it would resume from.
struct ResumeName: Decider {
    let id = "resume-name"
    let cases = [8]
    let reads = ["/etc/initramfs-tools/conf.d/*", "/etc/uswsusp.conf", "/etc/suspend.conf"]

    func decide(_ draft: inout Draft) {
        let isLocked = draft.facts.hasLockedContainer
        let names = DeviceNames(facts: draft.facts)
        for path in draft.facts.files(in: "/etc/initramfs-tools/conf.d") {
            guard let file = draft.facts.files[path] else { continue }
            let text = file.text.mapLines { line in
                guard line.hasPrefix("RESUME=") else { return nil }
                let name = String(line.dropFirst(7)).unquoted
                guard FstabEntry("\(name) none")?.isDevice == true else { return nil }
                if case .volume(let volume) = names.resolve(name) { return volume.stableName.map { "RESUME=\($0)" } }
                return names.isPresent(name) || isLocked ? nil : "RESUME=none"
            }
            draft.edit(
                path, to: text, found: "a swap named by its place",
                why: "the boot waits half a minute for a disk that is not there",
                writes: text.lines.first { $0.hasPrefix("RESUME=") } ?? "")
        }
    }
}
