/// Drivers to add to one initramfs.
struct DriverPlan: Sendable, Hashable {
    /// Where the archive goes. The kernel unpacks archives one after the other; decompressors that do not stop at their
    /// end of data (lz4, lzma, bzip2, lzo) need ours in front.
    enum Placement: String, Sendable, Hashable {
        case appended, prepended
    }

    var kernel: String
    var initramfs: String
    var target: AdaptationTarget
    /// Names to load, in order.
    var load: [String]
    /// Module files to add, in the order of loading.
    var modules: [KernelModule]
    var placement: Placement
    /// The root is a logical volume: LVM inside the initramfs must look at every disk.
    var opensLVM = false
    /// Size of the initramfs without what an earlier run added.
    var originalBytes: UInt64
    /// Present when an earlier run's archive has to go first.
    var replaces: DriverMark?

    var mark: DriverMark {
        DriverMark(
            target: target,
            modules: modules.map { ModuleTable.name(of: $0.path) } + (opensLVM ? ["lvmlocal.conf"] : []),
            originalBytes: originalBytes,
            placement: placement)
    }

    var folder: String { "/lib/modules/\(kernel)" }
}
