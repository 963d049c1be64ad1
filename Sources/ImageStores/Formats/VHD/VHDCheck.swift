internal import BlockExport
internal import Estate
internal import Foundation

/// Whether XenServer's storage manager would take a VHD: footers, header, table; not the data.
///
/// One VHD that it does not take makes the scan of its whole SR fail, so nothing is published unchecked.
package enum VHDCheck {
    /// - Parameters:
    ///   - fixedIsFine: for a file that goes to no SR. On an SR one fixed VHD makes the scan fail.
    ///   - now: seconds since 2000-01-01 UTC; an image from the future is refused. Nil leaves that out.
    /// - Returns: what is wrong, in plain words; empty when nothing is.
    package static func problems(
        of file: any ImageFile, fixedIsFine: Bool = false, now: UInt32? = nil
    ) async throws -> [String] {
        let size = try await file.size()
        guard size >= 1024, size % 512 == 0 else { return ["the file has \(size) bytes, which no VHD has"] }
        let last = try await file.read(at: size - 512, count: 512)
        var problems = footer(last, now)
        guard let footer = VHDFooter(last) else { return problems }
        if footer.kind == .fixed {
            if !fixedIsFine { problems.append(SRFolder.fixedBreaksTheScan) }
            if size != footer.size + 512 {
                problems.append("a fixed VHD of \(footer.size) bytes has \(size) in its file")
            }
            return problems
        }
        let first = try await file.read(at: 0, count: 512)
        if first != last { problems.append("the footers at the start and at the end differ") }
        // A size that no VHD has is among the footer's problems.
        let layout: VHDLayout
        do { layout = try VHDLayout(bytes: footer.size) } catch {
            return problems.isEmpty ? ["no VHD can be of \(footer.size) bytes"] : problems
        }
        return problems + (try await table(file, layout, end: size - 512))
    }

    /// The size of the disk in a VHD of this machine.
    ///
    /// - Throws: ``Failure`` (refused) with all that is wrong with the file.
    package static func diskBytes(of path: String) async throws -> UInt64 {
        let (store, name) = try await ImageStores.image(URL(fileURLWithPath: path).path)
        let file = try await store.open(name, writing: false)
        let problems = try await problems(of: file)
        let size = try await file.size()
        let last = size >= 512 ? try await file.read(at: size - 512, count: 512) : []
        try await file.close()
        guard problems.isEmpty, let footer = VHDFooter(last) else {
            throw Failure(
                "read the VHD", on: path, because: problems.joined(separator: "; "),
                next: "make it anew, for example with p2v copy --format vhd", exit: .refused)
        }
        return footer.size
    }

    private static func footer(_ bytes: [UInt8], _ now: UInt32?) -> [String] {
        guard let footer = VHDFooter(bytes) else {
            return ["the last 512 bytes are no footer, or its checksum is wrong"]
        }
        var problems: [String] = []
        let features = bytes.big(UInt32.self, at: 8)
        if features & 2 == 0 || features & ~3 != 0 { problems.append("the footer's features are \(features)") }
        if bytes.big(UInt32.self, at: 12) != VHDFooter.version { problems.append("the footer has another version") }
        let next = bytes.big(UInt64.self, at: 16)
        if next != (footer.kind == .fixed ? VHDFooter.none : 512) { problems.append("the header is not at byte 512") }
        if let now, footer.created > now { problems.append("it was made in the future") }
        if footer.size == 0 || footer.size % VHDLayout.blockBytes != 0 || footer.size > VHDLayout.largestBytes {
            problems.append("its size, \(footer.size) bytes, is not a multiple of 2 MiB up to 2040 GiB")
        }
        if bytes.big(UInt64.self, at: 40) > footer.size { problems.append("its original size is larger than its size") }
        let geometry = VHDGeometry(word: bytes.big(UInt32.self, at: 56))
        if geometry.bytes == 0 || geometry.bytes > footer.size {
            problems.append("its geometry reaches \(geometry.bytes) bytes of \(footer.size)")
        }
        if bytes[84] > 1 || bytes[85...].contains(where: { $0 != 0 }) {
            problems.append("its reserved bytes are not 0")
        }
        return problems
    }

    private static func table(_ file: any ImageFile, _ layout: VHDLayout, end: UInt64) async throws -> [String] {
        let raw = try await file.read(at: 512, count: VHDHeader.byteCount)
        guard let header = VHDHeader(raw) else { return ["the header is damaged"] }
        guard header.blockBytes == UInt32(VHDLayout.blockBytes), header.tableEntries == UInt32(layout.blocks),
            header.tableOffset >= 1536, header.tableOffset % 512 == 0,
            raw[40..<1024].allSatisfy({ $0 == 0 })
        else { return ["the header does not fit a disk of \(layout.size) bytes in blocks of 2 MiB without a parent"] }
        let bytes = try await file.read(at: header.tableOffset, count: layout.tableBytes)
        guard bytes.count == layout.tableBytes else { return ["the block allocation table is cut off"] }
        var problems: [String] = []
        if bytes[(layout.blocks * 4)...].contains(where: { $0 != 0xFF }) {
            problems.append("the block allocation table is not padded with 0xFF")
        }
        let sectors = (0..<layout.blocks).map { UInt64(bytes.big(UInt32.self, at: $0 * 4)) }
            .filter { $0 != UInt64(VHDLayout.unused) }.sorted()
        var free = (header.tableOffset + UInt64(layout.tableBytes)) / 512
        for sector in sectors {
            if sector < free { problems.append("the block at sector \(sector) lies over what is before it") }
            free = max(free, VHDLayout.end(ofBlockAt: sector))
            if problems.count > 8 { return problems }
        }
        if free * 512 > end { problems.append("its last block reaches past the end of the file") }
        return problems
    }
}
