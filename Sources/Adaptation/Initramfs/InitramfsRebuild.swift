/// One initramfs that the guest's own tool builds anew.
struct InitramfsRebuild: Sendable, Hashable {
    var kernel: String
    var initramfs: String
    /// What it is for: `kvm virtio_blk,virtio_pci`; the same again needs nothing.
    var purpose: String
    /// Program and arguments, in the guest; no shell reads them.
    var command: [String]
}
