extension BootMenu {
    /// The initramfs that the loader starts with each kernel, by the kernel's version, where an entry's names tell it:
    /// `/boot/vmlinuz-VERSION`, or `/efi/TOKEN/VERSION/linux` of kernel-install(8).
    ///
    /// The entry that is taken by itself counts before others, and those before a rescue's.
    /// - Parameter versions: of kernels that are installed.
    static func initramfs(_ facts: GuestFacts, versions: [String] = []) -> [String: String] {
        guard let menu = find(facts) else { return [:] }
        let prover = BootProver(facts: facts)
        let usual = menu.candidates + menu.entries.filter { !$0.isRescue }
        return usual.reduce(into: [:]) { found, entry in
            guard let kernel = entry.kernel.flatMap({ prover.paths.file($0, of: entry) }),
                let version = versions.first(where: { isPart($0, of: kernel) }) ?? version(in: kernel),
                found[version] == nil,
                let image = prover.initramfs(of: entry)
            else { return }
            found[version] = image
        }
    }

    /// The version ends the name, or is the folder's.
    static func isPart(_ version: String, of path: String) -> Bool {
        path.split(separator: "/").contains { $0 == version || $0.hasSuffix("-" + version) }
    }

    /// A version begins with a digit. A name below a version's folder may end with a digest of the file.
    static func version(in path: String) -> String? {
        let parts = path.split(separator: "/").map { String($0) }
        guard let name = parts.last else { return nil }
        let folder = parts.dropLast().last.flatMap { $0.first?.isNumber == true ? $0 : nil }
        if let folder, name == "linux" || name.hasPrefix("linux-") { return folder }
        if let dash = name.firstIndex(of: "-"), name[name.index(after: dash)...].first?.isNumber == true {
            return String(name[name.index(after: dash)...])
        }
        return nil
    }
}
