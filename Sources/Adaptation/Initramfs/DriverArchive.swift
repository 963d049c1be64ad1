/// The archive with drivers that is added to an initramfs.
///
/// ```
/// p2v/lib/modules/VERSION/…ko, modules.dep(.bin)   a module folder of its own, so that the original's stays consistent
/// p2v/load                                         loads them, for a shell that sources it
/// conf/conf.d/zzz-p2v                              initramfs-tools: sourced by init, as the last, before udev starts
/// lib/dracut/hooks/pre-udev/00-p2v.sh              dracut: sourced before udev starts
/// pre-udev/00p2v.sh                                dracut before version 5
/// etc/lvm/lvmlocal.conf                            where the root is a logical volume: overrides its filters
/// p2v/mark                                         what this is
/// ```
///
/// The kernel skips a file whose folder is not there, so the hints of other tools do no harm. No folder that may be a
/// symbolic link in the original (`lib`) is an entry: the kernel would replace the link by an empty folder.
struct DriverArchive {
    var plan: DriverPlan
    /// Content of each module, by its path in the plan.
    var modules: [String: [UInt8]]

    var bytes: [UInt8] {
        var archive = CpioArchive()
        addModules(to: &archive)
        archive.add(file: "p2v/load", mode: 0o755, Array(script.utf8))
        if plan.placement == .prepended {
            for folder in ["conf", "conf/conf.d"] { archive.add(directory: folder) }
        }
        let hint = Array(". /p2v/load\n".utf8)
        archive.add(file: "conf/conf.d/zzz-p2v", hint + Array(resume.utf8))
        archive.add(file: "lib/dracut/hooks/pre-udev/00-p2v.sh", mode: 0o755, hint)
        archive.add(file: "pre-udev/00p2v.sh", mode: 0o755, hint)
        if plan.opensLVM { archive.add(file: "etc/lvm/lvmlocal.conf", Array(Self.openLVM.utf8)) }
        archive.add(file: DriverMark.name, Array(plan.mark.text.utf8))
        archive.finish()
        return archive.bytes
    }

    private func addModules(to archive: inout CpioArchive) {
        let root = "p2v/lib/modules/\(plan.kernel)"
        var made: Set<String> = []
        func folders(of path: String) {
            var folder = ""
            for part in path.split(separator: "/").dropLast() {
                folder += folder.isEmpty ? String(part) : "/\(part)"
                if made.insert(folder).inserted { archive.add(directory: folder) }
            }
        }
        for module in plan.modules {
            folders(of: "\(root)/\(module.path)")
            archive.add(file: "\(root)/\(module.path)", modules[module.path] ?? [])
        }
        folders(of: "\(root)/modules.dep")
        // Newer kmod looks below /usr.
        archive.add(link: "p2v/usr", to: ".")
        archive.add(file: "\(root)/modules.dep", Array((dependencies.joined(separator: "\n") + "\n").utf8))
        archive.add(file: "\(root)/modules.dep.bin", index.bytes)
        for name in ["modules.alias.bin", "modules.symbols.bin", "modules.builtin.bin", "modules.builtin.alias.bin"] {
            archive.add(file: "\(root)/\(name)", ModuleIndex().bytes)
        }
    }

    /// Lines as of modules.dep(5).
    private var dependencies: [String] {
        plan.modules.map { ([$0.path + ":"] + $0.needs).joined(separator: " ") }
    }

    private var index: ModuleIndex {
        var index = ModuleIndex()
        for (number, line) in dependencies.enumerated() {
            index.insert(ModuleTable.name(of: plan.modules[number].path), line, priority: UInt32(number))
        }
        return index
    }

    /// The swap to resume from was written into the initramfs by its place; waiting for it costs half a minute, and a
    /// copied server is never resumed.
    private var resume: String {
        """
        case "$RESUME" in
            /dev/[shv]d*|/dev/xvd*|/dev/nvme*|/dev/mmcblk*|/dev/cciss/*|/dev/ida/*|/dev/disk/by-id/*|/dev/disk/by-path/*)
                RESUME=none ;;
        esac

        """
    }

    /// A filter or a devices file of the server would hide the virtual machine's disks (lvm.conf(5), lvmdevices(8)).
    private static let openLVM = """
        devices {
            use_devicesfile = 0
            filter = [ "a|.*|" ]
            global_filter = [ "a|.*|" ]
        }

        """

    /// modprobe's default options in an initramfs obey blacklists; these drivers are wanted whatever is listed.
    private var script: String {
        """
        # Written by p2v: loads the drivers of the virtual machine's disks and network cards.
        for p2v_module in \(plan.load.joined(separator: " ")); do
            MODPROBE_OPTIONS= /sbin/modprobe -d /p2v "$p2v_module" >/dev/null 2>&1 || :
        done
        unset p2v_module

        """
    }
}
