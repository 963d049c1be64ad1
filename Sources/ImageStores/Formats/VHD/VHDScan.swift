internal import BlockExport
internal import Estate

/// Whether a scan of an SR would take a VHD that lies there, whoever made it: XenServer's own have larger tables than
/// ours, and snapshots have parents. What ours must be is ``VHDCheck``'s matter.
package enum VHDScan {
    /// - Parameters:
    ///   - name: of the file in `store`.
    ///   - names: of all files there, to find parents in.
    /// - Returns: what is wrong, in plain words; empty when nothing is.
    package static func problems(of name: String, in store: any ImageStore, among names: Set<String>) async throws
        -> [String]
    {
        let file = try await store.open(name, writing: false)
        do {
            let found = try await problems(of: file, store, names)
            try await file.close()
            return found
        } catch {
            try? await file.close()
            throw error
        }
    }

    private static func problems(
        of file: any ImageFile, _ store: any ImageStore, _ names: Set<String>
    ) async throws -> [String] {
        let size = try await file.size()
        guard size >= 1024 else { return ["it has \(size) bytes, which no VHD has"] }
        guard let footer = VHDFooter(try await file.read(at: size - 512, count: VHDFooter.byteCount)) else {
            return ["its last 512 bytes are no footer, or the footer's checksum is wrong"]
        }
        guard footer.size > 0, footer.size <= VHDLayout.largestBytes else {
            return ["its disk has \(footer.size) bytes, more than 2040 GiB or none"]
        }
        if footer.kind == .fixed { return [SRFolder.fixedBreaksTheScan] }
        let raw = try await file.read(at: 512, count: VHDHeader.byteCount)
        guard let header = VHDHeader(raw) else { return ["its header is damaged"] }
        let broken = try await table(file, header, footer, end: size - 512)
        guard footer.kind == .differencing else { return broken }
        return broken + (try await parent(VHDParent(header: raw), footer, store, names))
    }

    /// Blocks lie behind the table, inside the file, and none over another.
    private static func table(
        _ file: any ImageFile, _ header: VHDHeader, _ footer: VHDFooter, end: UInt64
    ) async throws -> [String] {
        let block = UInt64(header.blockBytes)
        guard block == VHDLayout.blockBytes else { return ["its blocks have \(block) bytes, not 2 MiB"] }
        let blocks = (footer.size + block - 1) / block
        guard UInt64(header.tableEntries) >= blocks, header.tableEntries <= 1 << 21 else {
            return ["its table has \(header.tableEntries) entries for \(blocks) blocks"]
        }
        let bytes = try await file.read(at: header.tableOffset, count: Int(blocks) * 4)
        guard bytes.count == Int(blocks) * 4 else { return ["its block allocation table is cut off"] }
        let sectors = (0..<Int(blocks)).map { bytes.big(UInt32.self, at: $0 * 4) }.filter { $0 != VHDLayout.unused }
        var free = (header.tableOffset + UInt64(header.tableEntries) * 4 + 511) / 512
        for sector in sectors.map(UInt64.init).sorted() {
            guard sector >= free else { return ["the block at sector \(sector) lies over what is before it"] }
            free = VHDLayout.end(ofBlockAt: sector)
        }
        return free * 512 > end ? ["its last block reaches past the end of the file"] : []
    }

    private static func parent(
        _ parent: VHDParent, _ footer: VHDFooter, _ store: any ImageStore, _ names: Set<String>
    ) async throws -> [String] {
        guard !parent.file.isEmpty else { return ["it is a snapshot's, and its header names no parent"] }
        guard names.contains(parent.file) else { return ["its parent \(parent.file) is not there"] }
        let file = try await store.open(parent.file, writing: false)
        let size = try await file.size()
        let last = size >= 512 ? try await file.read(at: size - 512, count: VHDFooter.byteCount) : []
        try await file.close()
        guard let other = VHDFooter(last) else { return ["its parent \(parent.file) has no footer"] }
        if other.identifier != parent.identifier { return ["its parent \(parent.file) is another image by now"] }
        return other.size > footer.size ? ["its parent \(parent.file) is larger than it"] : []
    }
}
