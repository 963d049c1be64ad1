extension BootProver {
    /// The initramfs and the drivers, as one depends on the other.
    func drivers(_ kernel: GuestKernel, _ entry: BootEntry, _ image: String?) -> [BootLink] {
        let builtIn = facts.target.diskModules.filter { kernel.drivers[$0] == .builtIn }
        guard !entry.initramfs.isEmpty else { return withoutInitramfs(builtIn) }
        guard let image else {
            return [
                no(.initramfs, "\(entry.menu) names \(entry.initramfs.joined(separator: ", ")), and it is not there"),
                no(.drivers, "they come with the initramfs"),
            ]
        }
        guard let known = kernel.initramfs, paths.real(known.path) == image else {
            let other = kernel.initramfs?.path ?? "none"
            return [
                no(.initramfs, "the entry names \(image); what belongs to kernel \(kernel.version) is \(other)"),
                no(.drivers, "nothing was added to \(image)"),
            ]
        }
        guard known.bytes > 0 else { return [no(.initramfs, "\(image) is empty"), no(.drivers, "\(image) is empty")] }
        return [yes(.initramfs, "\(image), the file that the entry names"), loaded(kernel, known, builtIn)]
    }

    private func withoutInitramfs(_ builtIn: [String]) -> [BootLink] {
        let named = yes(.initramfs, "the entry names none: the kernel mounts the root itself")
        return [
            named,
            builtIn.isEmpty
                ? no(.drivers, "the kernel has none built in, and no initramfs brings one")
                : yes(.drivers, "\(builtIn.joined(separator: ", ")) built in"),
        ]
    }

    private func loaded(_ kernel: GuestKernel, _ initramfs: GuestInitramfs, _ builtIn: [String]) -> BootLink {
        guard builtIn.isEmpty else { return yes(.drivers, "\(builtIn.joined(separator: ", ")) built in") }
        if let purpose = facts.rebuilt[initramfs.path] {
            let words = purpose.split { $0 == " " || $0 == "," }.map { String($0) }
            guard words.first == facts.target.rawValue, let name = facts.target.diskModules.first(where: words.contains)
            else { return no(.drivers, "\(initramfs.path) was built anew for \(purpose)") }
            return yes(.drivers, "\(name), built into \(initramfs.path) by the guest's own tool")
        }
        guard let mark = initramfs.mark, mark.target == facts.target else {
            return no(.drivers, "\(initramfs.path) has got no drivers for \(facts.target.title)")
        }
        guard let name = facts.target.diskModules.first(where: mark.modules.contains) else {
            return no(.drivers, "kernel \(kernel.version) has no \(facts.target.diskModules.joined(separator: " or "))")
        }
        return read(name, initramfs)
    }

    /// What was added has to be unpacked by the kernel, and loaded by a script that is known to look for it.
    private func read(_ name: String, _ initramfs: GuestInitramfs) -> BootLink {
        guard initramfs.compression != .unknown else {
            return no(.drivers, "\(initramfs.path) is in a format that is not known")
        }
        guard let tool = InitramfsTool.find(facts), tool.tool.readsHints else {
            return no(
                .drivers, "nothing tells which tool made \(initramfs.path), so nothing tells that it loads \(name)")
        }
        return yes(.drivers, "\(name), added to \(initramfs.path) and loaded by the scripts of \(tool.path)")
    }
}
