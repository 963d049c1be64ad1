internal import Estate

/// Cases 32 and 33, when the operator asks for it: every kernel's initramfs is built anew by the guest's own tool, after
/// its configuration was changed.
struct InitramfsRebuilds: Decider {
    let id = "initramfs-rebuild"
    let cases = [32, 33]
    let reads: [String] = []
    let looks = InitramfsTool.looks

    func decide(_ draft: inout Draft) {
        let facts = draft.facts
        guard facts.method == .rebuild else { return draft.pass("drivers are added without a rebuild") }
        guard let (tool, path) = InitramfsTool.find(facts) else {
            return draft.concern(
                "no-initramfs-tool", .critical, seen: "no tool that builds an initramfs",
                matters: "the initramfs has the server's drivers only", advice: "use --initramfs append")
        }
        for kernel in facts.kernels { rebuild(kernel, tool, path, &draft) }
    }

    private func rebuild(_ kernel: GuestKernel, _ tool: InitramfsTool, _ path: String, _ draft: inout Draft) {
        let target = draft.facts.target
        guard let initramfs = kernel.initramfs else { return draft.pass("kernel \(kernel.version) has no initramfs") }
        guard initramfs.mark == nil else {
            return draft.concern(
                "initramfs-appended", .warning, seen: "an earlier run has added drivers to \(initramfs.path)",
                matters: "it is not built anew over them", advice: "put it back with p2v adapt --undo first")
        }
        let modules = target.earlyModules.filter { if case .module? = kernel.drivers[$0] { true } else { false } }
        guard !modules.isEmpty else { return draft.pass("kernel \(kernel.version) needs no module") }
        let purpose = "\(target.rawValue) \(modules.joined(separator: ","))"
        guard draft.facts.rebuilt[initramfs.path] != purpose else {
            return draft.pass("\(initramfs.path) was rebuilt by an earlier run")
        }
        let command = tool.command(
            path, kernel: kernel.version, initramfs: initramfs.path, modules: modules, system: draft.facts.system)
        draft.rebuild(
            InitramfsRebuild(kernel: kernel.version, initramfs: initramfs.path, purpose: purpose, command: command),
            found: "an initramfs for the server's hardware",
            why: "without \(target.diskModules.joined(separator: " and ")) the root file system is not found")
    }
}
