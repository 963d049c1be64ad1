extension BootProver {
    /// The initramfs and the drivers, as one depends on the other.
    func drivers(_ kernel: GuestKernel, _ entry: BootEntry, _ image: String?) -> [BootLink] {
        let disk = DiskDrivers(kernel, facts.target)
        if let unified = entry.unified { return drivers(in: unified, disk) }
        guard !entry.initramfs.isEmpty else { return withoutInitramfs(disk) }
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
        return [yes(.initramfs, "\(image), the file that the entry names"), loaded(disk, known)]
    }

    private func withoutInitramfs(_ disk: DiskDrivers) -> [BootLink] {
        let named = yes(.initramfs, "the entry names none: the kernel mounts the root itself")
        return [
            named,
            disk.areBuiltIn
                ? yes(.drivers, "\(disk.names) built in")
                : no(.drivers, "\(disk.missing(besides: [])) is not built in, and no initramfs brings it"),
        ]
    }

    /// Nothing can be added to a unified kernel image: what is built into the kernel counts.
    private func drivers(in image: UnifiedImage, _ disk: DiskDrivers) -> [BootLink] {
        let inside = yes(
            .initramfs, image.hasInitramfs ? "\(image.path), the section .initrd" : "\(image.path) has none inside")
        guard !disk.areBuiltIn else { return [inside, yes(.drivers, "\(disk.names) built in")] }
        let what = disk.missing(besides: [])
        return [
            inside,
            no(
                .drivers,
                image.hasInitramfs
                    ? "\(what) is a module or missing, and whether the initramfs inside \(image.path) has it is not known"
                    : "\(what) is not built in, and \(image.path) has no initramfs"),
        ]
    }

    private func loaded(_ disk: DiskDrivers, _ initramfs: GuestInitramfs) -> BootLink {
        guard !disk.areBuiltIn else { return yes(.drivers, "\(disk.names) built in") }
        if let purpose = facts.rebuilt[initramfs.path] {
            let words = purpose.split { $0 == " " || $0 == "," }.map { String($0) }
            guard words.first == facts.target.rawValue, disk.isComplete(with: words.dropFirst())
            else { return no(.drivers, "\(initramfs.path) was built anew for \(purpose)") }
            return yes(.drivers, "\(disk.names), built into \(initramfs.path) by the guest's own tool")
        }
        guard let mark = initramfs.mark, mark.target == facts.target else {
            return no(.drivers, "\(initramfs.path) has got no drivers for \(facts.target.title)")
        }
        guard disk.isComplete(with: mark.modules) else {
            return no(.drivers, "kernel \(disk.kernel) has no \(disk.missing(besides: mark.modules))")
        }
        return read(disk.names, initramfs)
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
