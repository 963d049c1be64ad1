internal import Estate

/// A fixed VHD: the disk as it is, rounded up to 2 MiB, and a footer behind it.
package struct FixedVHDImageFile: ImageFile {
    private let file: any ImageFile
    private let bytes: UInt64
    private let layout: VHDLayout
    private let stamp: VHDStamp

    package var label: String { file.label }

    /// - Parameter bytes: of the disk, before rounding.
    package init(_ file: any ImageFile, bytes: UInt64, stamp: VHDStamp = .fresh()) throws {
        self.file = file
        self.bytes = bytes
        self.stamp = stamp
        layout = try VHDLayout(bytes: bytes)
    }

    /// Opens one that is there.
    ///
    /// - Throws: ``Failure`` (unproved) when its footer is damaged or tells another size.
    package static func open(_ file: any ImageFile, bytes: UInt64) async throws -> FixedVHDImageFile {
        let image = try FixedVHDImageFile(file, bytes: bytes)
        let raw = try await file.read(at: image.layout.size, count: VHDFooter.byteCount)
        guard let footer = VHDFooter(raw), footer.kind == .fixed, footer.size == image.layout.size else {
            throw VHDImageFile.damaged(file, "its last 512 bytes are not the footer of a fixed VHD of this size")
        }
        return image
    }

    package func size() async throws -> UInt64 { bytes }

    package func read(at offset: UInt64, count: Int) async throws -> [UInt8] {
        guard offset < bytes else { return [] }
        return try await file.read(at: offset, count: Int(min(UInt64(count), bytes - offset)))
    }

    package func dataRanges() async throws -> [Range<UInt64>]? {
        try await file.dataRanges()?.map { $0.clamped(to: 0..<bytes) }.filter { !$0.isEmpty }
    }

    package func write(_ bytes: [UInt8], range: Range<Int>, at offset: UInt64) async throws {
        try await file.write(bytes, range: range, at: offset)
    }

    package func zero(_ range: Range<UInt64>) async throws { try await file.zero(range) }
    package func truncate(to bytes: UInt64) async throws { try await file.truncate(to: bytes) }
    package func sync() async throws { try await file.sync() }

    package func finish() async throws {
        try await file.truncate(to: layout.size)
        try await file.write(VHDFooter(kind: .fixed, size: layout.size, stamp: stamp).bytes, at: layout.size)
        try await file.sync()
    }

    package func close() async throws { try await file.close() }
}
