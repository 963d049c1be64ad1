internal import Estate

/// Proves what starts a guest, link by link. Pure: it looks at what was read after the last change.
///
/// A link that cannot be proved is not proved; nothing is taken for fine because it is not known.
struct BootProver {
    let facts: GuestFacts
    var paths: GuestPaths { GuestPaths(facts: facts) }

    func chain() -> BootChain {
        var links = [loader()]
        guard let menu = BootMenu.find(facts), !menu.candidates.isEmpty else {
            return BootChain(links: links + [no(.entry, noEntry), mounts()])
        }
        links.append(entry(menu))
        for entry in menu.candidates {
            links += proof(of: entry).filter { !links.contains($0) }
        }
        return BootChain(links: links + [mounts()])
    }

    func proof(of entry: BootEntry) -> [BootLink] {
        if let image = entry.unified { return proof(of: image, entry) }
        guard let path = entry.kernel.flatMap({ paths.file($0, of: entry) }) else {
            return [
                no(.kernel, "\(entry.menu) names \(entry.kernel ?? "no kernel"), and it is not there"), root(entry),
            ]
        }
        let image = initramfs(of: entry)
        guard let kernel = installed(path, image) else {
            return [
                no(.kernel, "\(path) belongs to no folder of modules, so its drivers are not known"), root(entry),
            ]
        }
        return [yes(.kernel, "\(path), version \(kernel.version)")] + drivers(kernel, entry, image) + [root(entry)]
    }

    private func proof(of image: UnifiedImage, _ entry: BootEntry) -> [BootLink] {
        let additions = facts.paths.filter { path in BootMenu.additions.contains { Glob.matches(path, $0) } }
        let options =
            (image.doubt ?? additions.sorted().first.map { "\($0) changes its options" })
            .map { no(.root, "\(image.path): \($0)") } ?? root(entry)
        guard let release = image.release else {
            return [no(.kernel, "\(image.path) does not say which kernel is in it"), options]
        }
        guard let kernel = facts.kernels.first(where: { $0.version == release }) else {
            return [no(.kernel, "\(image.path) has kernel \(release), which has no folder of modules"), options]
        }
        let found = yes(.kernel, "\(image.path), the section .linux, version \(release)")
        return [found] + drivers(kernel, entry, nil) + [options]
    }

    /// The kernel by its version in its name, or in the name of its folder; by its package's initramfs where it has none.
    private func installed(_ path: String, _ image: String?) -> GuestKernel? {
        let named = facts.kernels.first { BootMenu.isPart($0.version, of: path) }
        return named ?? facts.kernels.first { image != nil && $0.initramfs?.path == image }
    }

    /// The file that the entry names last, apart from microcode; nil when none is named or it is not there.
    func initramfs(of entry: BootEntry) -> String? {
        entry.initramfs.last { !$0.contains("ucode") }.flatMap { paths.file($0, of: entry) }
    }

    // MARK: Loader and entry

    private func loader() -> BootLink {
        guard facts.firmware == .bios else { return fallbackLoader() }
        guard let index = facts.disks.firstIndex(where: \.hasBootCode) else {
            return no(.loader, "no disk has boot code in its first sector")
        }
        return yes(.loader, "boot code in the first sector of disk \(index)")
    }

    private func fallbackLoader() -> BootLink {
        let names = ["bootx64.efi", "bootia32.efi", "bootaa64.efi"]
        let found = facts.paths.sorted().first { path in
            let path = path.lowercased()
            return path.contains("/efi/") && names.contains { path.hasSuffix("/boot/\($0)") }
        }
        guard let found else { return no(.loader, "the EFI system partition has no EFI/BOOT/BOOTX64.EFI") }
        return yes(.loader, found)
    }

    private func entry(_ menu: BootMenu) -> BootLink {
        guard let chosen = menu.chosen else {
            return yes(
                .entry,
                "\(menu.loader.rawValue), \(menu.path): the default cannot be told, so each of \(menu.candidates.count) entries is proved"
            )
        }
        return yes(.entry, "\(menu.loader.rawValue), \(chosen.menu): \(chosen.title)")
    }

    private var noEntry: String {
        let images = facts.paths.filter { $0.lowercased().hasSuffix(".efi") && $0.contains("/EFI/Linux/") }.sorted()
        guard let image = images.first else {
            return "no menu of GRUB, EXTLINUX or systemd-boot with an entry was found"
        }
        return "\(image) is no unified kernel image that can be read, or no loader for it is known"
    }

    func yes(_ kind: BootLink.Kind, _ evidence: String) -> BootLink {
        BootLink(kind: kind, isProved: true, evidence: evidence)
    }

    func no(_ kind: BootLink.Kind, _ evidence: String) -> BootLink {
        BootLink(kind: kind, isProved: false, evidence: evidence)
    }
}
