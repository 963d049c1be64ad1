/// The modules of one kernel: `modules.dep` and `modules.builtin` (modules.dep(5)).
struct ModuleTable: Sendable {
    /// By module name.
    private var modules: [String: KernelModule] = [:]
    private var builtIn: Set<String> = []

    /// - Parameter configuration: of this very kernel, as `/boot/config-VERSION` has it: kernels before 2.6.33 have no
    ///   `modules.builtin`, and nothing else tells what is built into them.
    init(dependencies: String, builtIn: String, configuration: String = "") {
        for line in dependencies.lines {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let path = String(line[..<colon])
            guard Self.isSafe(path) else { continue }
            let needs = String(line[line.index(after: colon)...]).words.filter(Self.isSafe)
            modules[Self.name(of: path)] = KernelModule(path: path, needs: needs)
        }
        let options = Set(configuration.lines.map { $0.trimmingSpaces })
        self.builtIn = Set(builtIn.lines.filter { !$0.isEmpty }.map(Self.name))
            .union(Self.options.filter { options.contains("CONFIG_\($0.value)=y") }.keys)
    }

    /// The option that builds each driver (kernel, Kconfig files of drivers/).
    private static let options = [
        "virtio_pci": "VIRTIO_PCI", "virtio_blk": "VIRTIO_BLK", "virtio_scsi": "SCSI_VIRTIO",
        "virtio_net": "VIRTIO_NET", "sd_mod": "BLK_DEV_SD", "ahci": "SATA_AHCI", "ata_piix": "ATA_PIIX",
        "e1000": "E1000", "xen_blkfront": "XEN_BLKDEV_FRONTEND", "xen_netfront": "XEN_NETDEV_FRONTEND",
    ]

    /// How `name` is present, with what must be loaded before it.
    func driver(_ name: String) -> GuestKernel.Driver {
        if builtIn.contains(name) { return .builtIn }
        guard let module = modules[name] else { return .missing }
        let needed = module.needs.reversed().map { path in
            modules[Self.name(of: path)] ?? KernelModule(path: path, needs: [])
        }
        return .module(needed + [module])
    }

    /// `kernel/drivers/block/virtio_blk.ko.xz` is `virtio_blk`; dashes and underscores are the same to modprobe.
    static func name(of path: String) -> String {
        let file = path.split(separator: "/").last ?? ""
        return String(file.prefix { $0 != "." }.map { $0 == "-" ? "_" : $0 })
    }

    /// Paths come from the guest: they stay below the module folder.
    static func isSafe(_ path: String) -> Bool {
        !path.isEmpty && path.utf8.count < 256 && !path.hasPrefix("/")
            && !path.split(separator: "/", omittingEmptySubsequences: false).contains {
                $0.isEmpty || $0 == ".." || $0 == "."
            }
            && path.unicodeScalars.allSatisfy { $0.isASCII && $0.value > 32 && $0.value != 127 }
    }
}
