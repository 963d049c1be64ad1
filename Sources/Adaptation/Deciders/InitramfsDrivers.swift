internal import Estate

/// Cases 32, 33, 34, 53: an initramfs made on the server has the server's drivers only. Every kernel gets those of the
/// virtual machine, not only the one that boots by default.
struct InitramfsDrivers: Decider {
    let id = "initramfs-drivers"
    let cases = [32, 33, 34]
    let reads: [String] = []

    func decide(_ draft: inout Draft) {
        let target = draft.facts.target
        nameAllMissing(target, &draft)
        for kernel in draft.facts.kernels {
            guard hasDisk(kernel, target) else {
                draft.concern(
                    "kernel-without-drivers", .warning,
                    seen: "kernel \(kernel.version) lacks one of \(target.diskModules.joined(separator: ", "))",
                    matters: "this kernel does not find its disk on \(target.title)",
                    advice: "boot another kernel, or keep SATA disks and an e1000 card for this guest")
                continue
            }
            add(kernel, target, &draft)
        }
    }

    private func hasDisk(_ kernel: GuestKernel, _ target: AdaptationTarget) -> Bool {
        DiskDrivers(kernel, target).arePresent
    }

    /// Without a kernel that has the drivers nothing that is changed here makes the guest boot.
    private func nameAllMissing(_ target: AdaptationTarget, _ draft: inout Draft) {
        let kernels = draft.facts.kernels
        guard !kernels.isEmpty, !kernels.contains(where: { hasDisk($0, target) }) else { return }
        draft.concern(
            "no-kernel-with-drivers", .critical, seen: "no kernel has \(target.diskModules.joined(separator: " and "))",
            matters: "the guest cannot reach its disk on \(target.title)",
            advice: "take the copy untouched with SATA disks and an e1000 card: p2v adapt --raw")
    }

    private func add(_ kernel: GuestKernel, _ target: AdaptationTarget, _ draft: inout Draft) {
        guard let initramfs = kernel.initramfs else {
            return draft.pass("kernel \(kernel.version) has no initramfs")
        }
        guard draft.facts.method == .append else { return }
        guard draft.facts.rebuilt[initramfs.path] == nil else {
            return draft.concern(
                "initramfs-rebuilt", .warning, seen: "\(initramfs.path) was rebuilt by an earlier run",
                matters: "drivers for \(target.title) are not added to it",
                advice: "put it back with p2v adapt --undo first, or use --initramfs rebuild again")
        }
        if let tool = InitramfsTool.find(draft.facts)?.tool, !tool.readsHints {
            return draft.concern(
                "initramfs-without-hints", .critical,
                seen: "\(initramfs.path) is of a kind that loads no added drivers",
                matters: "the root file system is not found at the first start",
                advice: "use --initramfs rebuild: the guest's own tool builds it, in the appliance")
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
            why: "without \(target.diskModules.joined(separator: " and ")) the root file system is not found")
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
