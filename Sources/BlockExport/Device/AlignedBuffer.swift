internal import Glibc

/// Memory aligned for O_DIRECT, freed with its owner.
struct AlignedBuffer: ~Copyable {
    static let alignment = 4096
    let bytes: UnsafeMutableRawBufferPointer

    init(count: Int) {
        bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: Self.alignment)
    }

    deinit { bytes.deallocate() }
}
