extension NBDAnswers {
    /// One chunk for each context that was agreed on.
    func blockStatus(_ request: NBDRequest, _ buffer: UnsafeMutableRawBufferPointer) throws(ExportError) {
        let limit = request.flags & NBD.requestOneExtent != 0 ? 1 : Self.mostExtents
        for context in terms.contexts {
            var head = Message()
            head.add(context.rawValue)
            for extent in extents(context, request, limit, buffer) {
                head.add(extent.count)
                head.add(extent.flags)
            }
            try replies.chunk(request, .blockStatus, done: context == terms.contexts.last, head: head.bytes)
        }
    }

    private typealias Extent = (count: UInt32, flags: UInt32)

    private func extents(
        _ context: NBD.Context, _ request: NBDRequest, _ limit: Int, _ buffer: UnsafeMutableRawBufferPointer
    ) -> [Extent] {
        switch context {
        case .allocation:
            view.disk.map.extents(in: request.range, limit: limit)
                .map { (UInt32($0.range.count), $0.used ? 0 : NBD.freeFlags) }
        case .dirty:
            view.disk.written(in: request.range, limit: limit)?
                .map { (UInt32($0.range.count), $0.dirty ? NBD.writtenFlag : 0) }
                ?? [(request.length, NBD.unknownFlag)]
        case .digest: digest(request) { () throws(ExportError) in try digest(of: request.range, buffer) }
        case .free:
            view.disk.survey.claims(in: request.range, limit: limit)
                .map { (UInt32($0.range.count), NBD.flags(of: $0.basis)) }
        case .raw: digest(request) { () throws(ExportError) in try rawDigest(of: request.range, buffer) }
        }
    }

    /// A digest in four extents. What has none, because it cannot be read for instance, is one extent.
    private func digest(
        _ request: NBDRequest, _ take: () throws(ExportError) -> ChunkDigest?
    ) -> [Extent] {
        let quarter = request.length / 4
        guard request.length <= NBD.longestDigest, quarter > 0, let digest = (try? take()) ?? nil else {
            return [(request.length, 0)]
        }
        let words = [digest.high >> 32, digest.high & 0xFFFF_FFFF, digest.low >> 32, digest.low & 0xFFFF_FFFF]
        return words.enumerated().map { index, word in
            (index < 3 ? quarter : request.length - 3 * quarter, UInt32(word))
        }
    }

    private func digest(
        of range: Range<UInt64>, _ buffer: UnsafeMutableRawBufferPointer
    ) throws(ExportError) -> ChunkDigest {
        guard UInt64(range.count) > NBDServer.pieceBytes else {
            let (bytes, used) = try view.read(range, buffer: buffer)
            return used ? ChunkDigest(of: UnsafeRawBufferPointer(bytes)) : .zeros
        }
        let larger = AlignedBuffer(count: range.count + 2 * AlignedBuffer.alignment)
        let (bytes, used) = try view.read(range, buffer: larger.bytes)
        return used ? ChunkDigest(of: UnsafeRawBufferPointer(bytes)) : .zeros
    }

    /// Of what the disk holds where all is called free; nil where something is used: ``digest(of:_:)`` tells that.
    private func rawDigest(
        of range: Range<UInt64>, _ buffer: UnsafeMutableRawBufferPointer
    ) throws(ExportError) -> ChunkDigest? {
        guard view.disk.map.extents(in: range).allSatisfy({ !$0.used }) else { return nil }
        guard UInt64(range.count) > NBDServer.pieceBytes else {
            return ChunkDigest(of: UnsafeRawBufferPointer(try view.readRaw(range, buffer: buffer)))
        }
        let larger = AlignedBuffer(count: range.count + 2 * AlignedBuffer.alignment)
        return ChunkDigest(of: UnsafeRawBufferPointer(try view.readRaw(range, buffer: larger.bytes)))
    }
}
