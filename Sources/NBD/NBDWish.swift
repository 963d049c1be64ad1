/// What is asked of a server when a connection is made.
struct NBDWish: Sendable, Hashable {
    /// The server's name of the disk; empty for its only one.
    var export = ""
    /// QEMU's name of a bitmap of that disk.
    var bitmap: String?

    /// As QEMU names it among a disk's contexts (docs/interop/nbd.txt).
    var bitmapContext: String? { bitmap.map { "qemu:dirty-bitmap:\($0)" } }
}
