internal import Estate

/// Cases 32, 33, 34, 53: an initramfs made on the server has the server's drivers only. Every kernel gets those of the
/// virtual machine, not only the one that boots by default.
struct InitramfsDrivers: Decider {
    let id = "initramfs-drivers"
    let cases = [32, 33, 34]
    let reads: [String] = []

    func decide(_ draft: inout Draft) {
        let target = draft.facts.target
        for kernel in draft.facts.kernels {
            guard hasDisk(kernel, target) else {
                draft.concern(
                    "kernel-without-drivers", .warning,
                    seen: "kernel \(kernel.version) has none of \(target.diskModules.joined(separator: ", "))",
                    matters: "this kernel does not find its disk on \(target.title)",
                    advice: "boot another kernel, or keep SATA disks and an e1000 card for this guest")
                continue
            }
            add(kernel, target, &draft)
        }
    }

    private func hasDisk(_ kernel: GuestKernel, _ target: AdaptationTarget) -> Bool {
        target.diskModules.contains { kernel.drivers[$0] ?? .missing != .missing }
    }

    private func add(_ kernel: GuestKernel, _ target: AdaptationTarget, _ draft: inout Draft) {
        guard let initramfs = kernel.initramfs else {
            return draft.pass("kernel \(kernel.version) has no initramfs")
        }
        let (load, modules) = closure(kernel, target)
        guard !modules.isEmpty else {
            return draft.pass("kernel \(kernel.version) has the drivers built in")
        }
        let original = initramfs.mark?.originalBytes ?? initramfs.bytes
        let plan = DriverPlan(
            kernel: kernel.version, initramfs: initramfs.path, target: target, load: load, modules: modules,
            placement: placement(initramfs.compression), opensLVM: draft.facts.root.isLogicalVolume,
            originalBytes: original, replaces: initramfs.mark)
        guard initramfs.mark != plan.mark else {
            return draft.pass("\(initramfs.path) has the drivers from an earlier run")
        }
        draft.addDrivers(
            plan, found: "an initramfs for the server's hardware (\(initramfs.compression.rawValue))",
            why: "without \(target.diskModules.joined(separator: " or ")) the root file system is not found")
    }

    private func closure(_ kernel: GuestKernel, _ target: AdaptationTarget) -> (load: [String], modules: [KernelModule])
    {
        var load: [String] = []
        var modules: [KernelModule] = []
        for name in target.earlyModules {
            guard case .module(let needed)? = kernel.drivers[name] else { continue }
            load.append(name)
            for module in needed where !modules.contains(module) { modules.append(module) }
        }
        return (load, modules)
    }

    private func placement(_ compression: GuestInitramfs.Compression) -> DriverPlan.Placement {
        switch compression {
        case .none, .gzip, .xz, .zstd: .appended
        case .lz4, .lzma, .bzip2, .lzo, .unknown: .prepended
        }
    }
}
