extension BootMenu {
    /// The initramfs that the loader starts with each kernel, by the kernel's version, where an entry's names tell it:
    /// `/boot/vmlinuz-VERSION`, or `/efi/TOKEN/VERSION/linux` of kernel-install(8).
    ///
    /// The entry that is taken by itself counts before others, and those before a rescue's.
    static func initramfs(_ facts: GuestFacts) -> [String: String] {
        guard let menu = find(facts) else { return [:] }
        let prover = BootProver(facts: facts)
        let usual = menu.candidates + menu.entries.filter { !$0.isRescue }
        return usual.reduce(into: [:]) { found, entry in
            guard let kernel = entry.kernel.flatMap({ prover.paths.file($0, of: entry) }),
                let version = version(in: kernel), found[version] == nil,
                let image = prover.initramfs(of: entry)
            else { return }
            found[version] = image
        }
    }

    /// A version begins with a digit.
    static func version(in path: String) -> String? {
        let parts = path.split(separator: "/").map { String($0) }
        guard let name = parts.last else { return nil }
        if let dash = name.firstIndex(of: "-"), name[name.index(after: dash)...].first?.isNumber == true {
            return String(name[name.index(after: dash)...])
        }
        guard name == "linux", parts.count > 1, let folder = parts.dropLast().last, folder.first?.isNumber == true
        else { return nil }
        return folder
    }
}
