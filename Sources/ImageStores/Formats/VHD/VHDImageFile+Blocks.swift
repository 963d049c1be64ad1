internal import BlockExport
internal import Estate

extension VHDImageFile {
    /// A part of a block: its number, the part of it, and where that part begins on the disk.
    private struct Piece {
        var block: Int
        var within: Range<UInt64>
        var start: UInt64
    }

    private func pieces(_ range: Range<UInt64>) -> [Piece] {
        var pieces: [Piece] = []
        var at = range.lowerBound
        while at < range.upperBound {
            let block = at / VHDLayout.blockBytes
            let end = min((block + 1) * VHDLayout.blockBytes, range.upperBound)
            let base = block * VHDLayout.blockBytes
            pieces.append(Piece(block: Int(block), within: (at - base)..<(end - base), start: at))
            at = end
        }
        return pieces
    }

    package func read(at offset: UInt64, count: Int) async throws -> [UInt8] {
        let size = try await size()
        guard offset < size else { return [] }
        var result: [UInt8] = []
        result.reserveCapacity(count)
        for piece in pieces(offset..<min(size, offset + UInt64(count))) { result += try await read(piece) }
        return result
    }

    private func read(_ piece: Piece) async throws -> [UInt8] {
        let zeros = [UInt8](repeating: 0, count: piece.within.count)
        let sector = table[piece.block]
        guard sector != VHDLayout.unused else { return zeros }
        let start = start(sector)
        async let marks = file.read(at: start, count: VHDLayout.bitmapBytes)
        var bytes = try await file.read(at: start + dataOffset + piece.within.lowerBound, count: zeros.count)
        let bitmap = try await marks
        // The last block of an image that is still written may not be there whole.
        bytes += zeros.dropFirst(bytes.count)
        guard !bitmap.allSatisfy({ $0 == 0xFF }) else { return bytes }
        for at in piece.within where !isSet(at, bitmap) { bytes[Int(at - piece.within.lowerBound)] = 0 }
        return bytes
    }

    /// Most significant bit first.
    private func isSet(_ offset: UInt64, _ bitmap: [UInt8]) -> Bool {
        let sector = Int(offset / VHDLayout.sectorBytes)
        return sector / 8 < bitmap.count && bitmap[sector / 8] & (0x80 >> UInt8(sector % 8)) != 0
    }

    package func write(_ bytes: [UInt8], range: Range<Int>, at offset: UInt64) async throws {
        let end = try check(offset..<(offset + UInt64(range.count)))
        for piece in pieces(offset..<end) {
            try await prepare(piece.block)
            let from = range.lowerBound + Int(piece.start - offset)
            try await file.write(
                bytes, range: from..<(from + piece.within.count),
                at: start(table[piece.block]) + dataOffset + piece.within.lowerBound)
        }
    }

    package func zero(_ range: Range<UInt64>) async throws {
        _ = try check(range)
        for piece in pieces(range) where table[piece.block] != VHDLayout.unused {
            try await prepare(piece.block)
            let base = start(table[piece.block]) + dataOffset
            try await file.zero((base + piece.within.lowerBound)..<(base + piece.within.upperBound))
        }
    }

    private func check(_ range: Range<UInt64>) throws -> UInt64 {
        guard range.upperBound <= layout.size else {
            throw Failure(
                "write the image", on: label, because: "byte \(range.upperBound) lies past its \(layout.size) bytes",
                next: "report this")
        }
        return range.upperBound
    }

    private var dataOffset: UInt64 { UInt64(VHDLayout.bitmapBytes) }
    private func start(_ sector: UInt32) -> UInt64 { UInt64(sector) * VHDLayout.sectorBytes }

    /// Sees to it that a block is there and may be written; everyone waits for whoever came first.
    private func prepare(_ block: Int) async throws {
        let task = ready[block] ?? startPreparing(block)
        do { try await task.value } catch {
            ready[block] = nil
            throw error
        }
    }

    private func startPreparing(_ block: Int) -> Task<Void, any Error> {
        let isNew = table[block] == VHDLayout.unused
        if isNew {
            table[block] = UInt32(nextSector)
            nextSector = VHDLayout.aligned(after: VHDLayout.end(ofBlockAt: nextSector))
        }
        let sector = table[block]
        let task = Task { isNew ? try await self.enter(block, sector) : try await self.adopt(sector) }
        ready[block] = task
        return task
    }

    /// All sectors of a block are marked as written at once; what is not written in it is a hole of the file.
    private func enter(_ block: Int, _ sector: UInt32) async throws {
        try await file.write([UInt8](repeating: 0xFF, count: VHDLayout.bitmapBytes), at: start(sector))
        var entry = [UInt8](repeating: 0, count: 4)
        entry.putBig(sector, at: 0)
        try await file.write(entry, at: layout.tableOffset + UInt64(block) * 4)
    }

    /// After a power cut the table may know a block whose bitmap was lost: nothing in it is to be believed.
    private func adopt(_ sector: UInt32) async throws {
        let bitmap = try await file.read(at: start(sector), count: VHDLayout.bitmapBytes)
        if bitmap.count == VHDLayout.bitmapBytes, bitmap.allSatisfy({ $0 == 0xFF }) { return }
        let data = start(sector) + dataOffset
        try await file.zero(data..<(data + VHDLayout.blockBytes))
        try await file.write([UInt8](repeating: 0xFF, count: VHDLayout.bitmapBytes), at: start(sector))
    }
}
