/// An installed kernel with its initramfs and the drivers it has for the target.
struct GuestKernel: Sendable, Hashable {
    /// How a driver is present.
    enum Driver: Sendable, Hashable {
        case builtIn
        /// What to load, in this order; the driver is the last.
        case module([KernelModule])
        case missing
    }

    var version: String
    var initramfs: GuestInitramfs?
    /// By module name: `virtio_blk`.
    var drivers: [String: Driver]

    init(version: String, initramfs: GuestInitramfs?, drivers: [String: Driver]) {
        self.version = version
        self.initramfs = initramfs
        self.drivers = drivers
    }
}

/// An initramfs as it lies in `/boot`.
struct GuestInitramfs: Sendable, Hashable {
    enum Compression: String, Sendable, Hashable {
        case none, gzip, xz, zstd, lz4, lzma, bzip2, lzo, unknown
    }

    var path: String
    var bytes: UInt64
    /// Of its last part.
    var compression: Compression
    /// What an earlier run added.
    var mark: DriverMark?
}
