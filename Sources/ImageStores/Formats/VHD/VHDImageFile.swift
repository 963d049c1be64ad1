internal import BlockExport
internal import Estate

/// A dynamic VHD in a file of an SR, read and written as the disk that it holds.
///
/// Our own writer, since `qemu-img -O vpc` makes geometries and sizes that XenServer's storage manager refuses. Each block
/// is entered into the table before its data is written: a killed copy finds it again. A block that is new reads as zeros.
package actor VHDImageFile: ImageFile {
    package nonisolated let label: String
    let file: any ImageFile
    let layout: VHDLayout
    let footer: VHDFooter
    /// Bytes of the disk that was asked for, before rounding.
    private let contentBytes: UInt64
    /// The sector of each block's bitmap, or ``VHDLayout/unused``.
    var table: [UInt32]
    /// Where the next block goes.
    var nextSector: UInt64
    /// Blocks that this object has seen to be whole, or is making so.
    var ready: [Int: Task<Void, any Error>] = [:]

    init(_ file: any ImageFile, bytes: UInt64, footer: VHDFooter, layout: VHDLayout, table: [UInt32]) {
        label = file.label
        self.file = file
        self.layout = layout
        self.footer = footer
        contentBytes = bytes
        self.table = table
        nextSector = Self.nextSector(layout, table)
    }

    static func nextSector(_ layout: VHDLayout, _ table: [UInt32]) -> UInt64 {
        let last = table.lazy.filter { $0 != VHDLayout.unused }.max()
        return last.map { VHDLayout.aligned(after: VHDLayout.end(ofBlockAt: UInt64($0))) } ?? layout.firstSector
    }

    /// Makes an empty VHD in an empty file.
    ///
    /// - Parameter bytes: of the disk; the VHD's size is rounded up to 2 MiB.
    package static func create(
        in file: any ImageFile, bytes: UInt64, stamp: VHDStamp = .fresh()
    ) async throws -> VHDImageFile {
        let layout = try VHDLayout(bytes: bytes)
        let footer = VHDFooter(kind: .dynamic, size: layout.size, stamp: stamp)
        let table = [UInt8](repeating: 0xFF, count: layout.tableBytes)
        try await file.write(VHDHeader(layout).bytes + table, at: UInt64(VHDFooter.byteCount))
        try await file.write(footer.bytes, at: 0)
        return VHDImageFile(
            file, bytes: bytes, footer: footer, layout: layout,
            table: [UInt32](repeating: VHDLayout.unused, count: layout.blocks))
    }

    /// Opens a VHD that is there.
    ///
    /// - Parameters:
    ///   - bytes: of the disk that was copied into it; nil for the VHD's own size.
    ///   - writing: cuts off the footer at the end and what a killed writer left there; ``finish()`` writes it again.
    /// - Throws: ``Failure`` (unproved) when it is not a dynamic VHD of this size.
    package static func open(_ file: any ImageFile, bytes: UInt64? = nil, writing: Bool) async throws -> VHDImageFile {
        let head = try await file.read(at: 0, count: VHDFooter.byteCount + VHDHeader.byteCount)
        guard let footer = VHDFooter(Array(head.prefix(VHDFooter.byteCount))), footer.kind == .dynamic else {
            throw damaged(file, "its first 512 bytes are not the footer of a dynamic VHD")
        }
        let layout = try VHDLayout(bytes: footer.size)
        guard let header = VHDHeader(Array(head.dropFirst(VHDFooter.byteCount))), header == VHDHeader(layout) else {
            throw damaged(file, "its header is damaged")
        }
        let content = bytes ?? footer.size
        guard try VHDLayout(bytes: content).size == footer.size else {
            throw damaged(file, "it holds \(footer.size) bytes, the disk has \(content)")
        }
        let raw = try await file.read(at: layout.tableOffset, count: layout.blocks * 4)
        guard raw.count == layout.blocks * 4 else { throw damaged(file, "its block allocation table is cut off") }
        let table = (0..<layout.blocks).map { raw.big(UInt32.self, at: $0 * 4) }
        let image = VHDImageFile(file, bytes: content, footer: footer, layout: layout, table: table)
        if writing { try await image.cutTail() }
        return image
    }

    /// Bytes of the disk, without what rounding up to 2 MiB added.
    package func size() async throws -> UInt64 { contentBytes }

    package func truncate(to bytes: UInt64) async throws {
        throw Failure(
            "set the size of the image", on: label, because: "a VHD keeps the size that it was made with",
            next: "make a new one")
    }

    /// On storage; and as long as its last block, since QEMU opens no VHD of which a block lies behind the file's end
    /// (block/vpc.c): a copy that is not finished is looked at as well.
    package func sync() async throws {
        let end = end * VHDLayout.sectorBytes
        if try await file.size() < end { try await file.truncate(to: end) }
        try await file.sync()
    }

    /// Writes the footer at the end: from now on it is a whole VHD.
    package func finish() async throws {
        for task in ready.values { try await task.value }
        try await file.sync()
        let end = end * VHDLayout.sectorBytes
        try await file.truncate(to: end)
        try await file.write(footer.bytes, at: end)
        try await file.sync()
    }

    package func close() async throws { try await file.close() }

    /// The sector after the last block, or after the table.
    private var end: UInt64 {
        table.lazy.filter { $0 != VHDLayout.unused }.max().map { VHDLayout.end(ofBlockAt: UInt64($0)) }
            ?? (layout.tableOffset + UInt64(layout.tableBytes)) / VHDLayout.sectorBytes
    }

    private func cutTail() async throws {
        let end = end * VHDLayout.sectorBytes
        if try await file.size() > end { try await file.truncate(to: end) }
    }

    static func damaged(_ file: any ImageFile, _ because: String) -> Failure {
        Failure("open the VHD", on: file.label, because: because, next: "copy the disk again", exit: .unproved)
    }
}
