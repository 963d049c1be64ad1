internal import Estate

/// Cases 1, 2, 8, 24, 25, 29: `root=` and `resume=` of every boot entry name a disk by where it was attached. All
/// places are changed, not only the one that a tool would regenerate from, as any of them may be the one that boots.
struct BootLoaderNames: Decider {
    let id = "boot-entry-names"
    let cases = [1, 2, 8, 24, 25, 29]
    let reads = [
        "/boot/grub/grub.cfg", "/boot/grub2/grub.cfg", "/boot/efi/EFI/*/grub.cfg", "/boot/grub/menu.lst",
        "/boot/grub/grub.conf", "/boot/grub2/grubenv", "/boot/grub/grubenv", "/boot/efi/EFI/*/grubenv",
        "/boot/loader/entries/*.conf", "/boot/efi/loader/entries/*.conf", "/efi/loader/entries/*.conf",
        "/etc/kernel/cmdline", "/etc/default/grub", "/etc/default/grub.d/*.cfg", "/etc/sysconfig/bootloader",
        "/boot/extlinux/extlinux.conf", "/boot/syslinux/syslinux.cfg", "/etc/lilo.conf", "/etc/elilo.conf",
        "/etc/grub.d/4*_custom", "/boot/grub/custom.cfg", "/boot/grub2/custom.cfg", "/boot/extlinux/*.cfg",
        "/etc/default/extlinux", "/etc/dracut.conf", "/etc/dracut.conf.d/*.conf",
        "/etc/cmdline.d/*.conf", "/etc/tuned/bootcmdline", "/etc/grub.d/00_tuned",
    ]

    let looks = ["/boot/efi/EFI/Linux/*.efi", "/efi/EFI/Linux/*.efi", "/boot/EFI/Linux/*.efi"]

    private static let names: Set<String> = ["root", "resume", "real_root"]

    func decide(_ draft: inout Draft) {
        let paths = draft.facts.files.keys.filter(isOurs).sorted()
        let before = draft.changes.count
        for path in paths { rewrite(path, &draft) }
        nameWhatIsLeft(&draft)
        if draft.changes.count == before { draft.pass("no boot entry names a disk by its place") }
    }

    /// Case 29: LILO starts sectors, not files; a unified kernel image is signed as a whole.
    private func nameWhatIsLeft(_ draft: inout Draft) {
        if draft.facts.paths.contains("/etc/lilo.conf") {
            draft.concern(
                "lilo", .critical, seen: "LILO (/etc/lilo.conf)",
                matters: "its map names sectors of the old files, so a changed initramfs is not loaded",
                advice: "install GRUB on the server before the copy, or take the copy untouched with --raw")
        }
        for path in draft.facts.paths.sorted() where looks.contains(where: { Glob.matches(path, $0) }) {
            draft.concern(
                "unified-kernel-image", .warning, seen: path,
                matters: "the initramfs inside cannot be added to, and its command line cannot be changed",
                advice:
                    "boot an entry with a kernel and an initramfs of its own, or rebuild the image after the first boot"
            )
        }
    }

    private func rewrite(_ path: String, _ draft: inout Draft) {
        guard let file = draft.facts.files[path] else { return }
        let names = DeviceNames(facts: draft.facts)
        let roots = BootNames(facts: draft.facts)
        var written: [String] = []
        var text = file.text.mapLines { line in
            guard !line.trimmingSpaces.hasPrefix("#") || path.hasSuffix("menu.lst") else { return nil }
            return KernelOptions.rewrite(line) { name, value in
                if let value, let option = encrypted(name, value, names) {
                    written.append("\(name)=\(value) → \(option)")
                    return option
                }
                guard Self.names.contains(name), let value, let edited = roots.edited(name, value) else { return nil }
                written.append("\(name)=\(value) → \(edited.isEmpty ? "nothing" : edited)")
                return edited
            }
        }
        if path.hasSuffix("grubenv") { text = GrubEnvironment.padded(text) ?? file.text }
        draft.edit(
            path, to: text, found: "\(written.count) names of disks by their place",
            why: "the kernel would look for a root or swap that is not there",
            writes: Set(written).sorted().joined(separator: ", "))
    }

    /// Case 7: `cryptopts=source=/dev/sda2,target=…` of initramfs-tools, `cryptdevice=/dev/sda2:name` of mkinitcpio.
    private func encrypted(_ name: String, _ value: String, _ names: DeviceNames) -> String? {
        guard name == "cryptopts" || name == "cryptdevice" else { return nil }
        let separator: Character = name == "cryptopts" ? "," : ":"
        let parts = value.split(separator: separator, omittingEmptySubsequences: false).map { part in
            let prefix = part.hasPrefix("source=") ? "source=" : ""
            guard case .volume(let volume) = names.resolve(String(part.dropFirst(prefix.count))),
                let stable = volume.stableName
            else { return String(part) }
            return prefix + stable
        }
        let option = "\(name)=\(parts.joined(separator: String(separator)))"
        return option == "\(name)=\(value)" ? nil : option
    }

    private func isOurs(_ path: String) -> Bool {
        reads.contains { Glob.matches(path, $0) }
    }
}
