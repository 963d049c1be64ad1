internal import Estate

extension ConcernRule {
    /// The running kernel has no virtio drivers.
    static let cannotBootVirtio = ConcernRule(
        id: "kernel-without-virtio", severity: .warning,
        matters: "as a VM this kernel finds neither its disk nor its network on virtio",
        advice: "install a kernel with virtio, or plan emulated SATA and e1000 devices for this server"
    ) { profile in
        guard let running = profile.system.kernel.value, let kernels = profile.boot.kernels.value else { return [] }
        return kernels.filter { $0.version == running && !$0.hasVirtio }.map { "the running kernel \($0.version)" }
    }
}
