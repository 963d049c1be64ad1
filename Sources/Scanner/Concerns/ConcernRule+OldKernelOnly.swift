internal import Estate

extension ConcernRule {
    /// A kernel beside the running one lacks virtio.
    static let oldKernelOnly = ConcernRule(
        id: "kernel-older-without-virtio", severity: .information,
        matters: "if this kernel is ever chosen at boot, the VM will not start from a virtio disk",
        advice: "keep the running kernel as default, or remove the old one"
    ) { profile in
        guard let running = profile.system.kernel.value, let kernels = profile.boot.kernels.value else { return [] }
        return kernels.filter { $0.version != running && !$0.hasVirtio }.map { "the installed kernel \($0.version)" }
    }
}
