/// What `root=` and `resume=` of a boot entry become.
struct BootNames {
    let facts: GuestFacts
    private let names: DeviceNames
    /// Names of roots that nothing explains, in all entries.
    private let unexplained: Set<String>
    private let explained: Bool

    init(facts: GuestFacts) {
        self.facts = facts
        names = DeviceNames(facts: facts)
        let reads = BootLoaderNames().reads
        var roots: Set<String> = []
        for (path, file) in facts.files where reads.contains(where: { Glob.matches(path, $0) }) {
            for line in file.text.lines where !line.isComment {
                _ = KernelOptions.rewrite(line) { name, value in
                    if let value, name == "root" || name == "real_root", Self.isName(value) { roots.insert(value) }
                    return nil
                }
            }
        }
        let names = names
        let known = roots.filter { if case .volume = names.resolve($0) { true } else { names.isPresent($0) } }
        explained = !known.isEmpty
        unexplained = roots.subtracting(known)
    }

    /// - Returns: the option as it has to be, empty for one that goes; nil where it stays.
    func edited(_ name: String, _ value: String) -> String? {
        guard Self.isName(value) else { return nil }
        let isRoot = name != "resume"
        if case .volume(let volume) = names.resolve(value) {
            let stable = isRoot && hasNoInitramfs ? volume.partitionName : volume.stableName
            return stable.map { "\(name)=\($0)" }
        }
        guard !names.isPresent(value) else { return isRoot ? withoutInitramfs(name, value) : nil }
        guard isRoot else { return facts.hasLockedContainer ? nil : "" }
        guard isTheRoot(value) else { return nil }
        let stable = hasNoInitramfs ? facts.root.partitionName : facts.rootName
        return stable.map { "\(name)=\($0)" }
    }

    /// Without an initramfs nobody looks for a UUID in file systems (kernel, init/do_mounts.c).
    private func withoutInitramfs(_ name: String, _ value: String) -> String? {
        guard hasNoInitramfs, !value.hasPrefix("PARTUUID="), VolumeFinder(facts: facts).find(value) == facts.root else {
            return nil
        }
        return facts.root.partitionName.map { "\(name)=\($0)" }
    }

    /// `fstab` calls the root so, or it is the one name that all entries have. An entry of another system may stand in
    /// the same menu.
    private func isTheRoot(_ value: String) -> Bool {
        // The name of an opened container is given inside the initramfs, by what else stands in the entry.
        if value.hasPrefix("/dev/mapper/"), facts.volumes.contains(where: { $0.type == "crypto_LUKS" }) { return false }
        return facts.rootSources.contains(value) || (!explained && unexplained.count == 1)
    }

    private var hasNoInitramfs: Bool {
        !facts.kernels.isEmpty && facts.kernels.allSatisfy { $0.initramfs == nil }
            && !facts.unified.contains(where: \.hasInitramfs)
    }

    /// A disk's name, without a variable in it.
    private static func isName(_ value: String) -> Bool {
        let tags = ["/dev/", "UUID=", "LABEL=", "PARTUUID=", "PARTLABEL="]
        return !value.contains("$") && tags.contains { value.hasPrefix($0) }
    }
}
