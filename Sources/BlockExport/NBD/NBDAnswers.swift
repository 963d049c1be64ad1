/// Answers requests from a view of the disk.
struct NBDAnswers: Sendable {
    let view: DiskView
    let terms: NBDHandshake.Terms
    let replies: NBDReplies

    /// Zeros are told apart in pieces of this size; each becomes a hole in the reply.
    static let granule = 16 << 10
    static let mostExtents = 8192

    /// - Throws: only when the client can no longer be reached; a disk error is part of the answer.
    func answer(_ request: NBDRequest, buffer: UnsafeMutableRawBufferPointer) throws(ExportError) {
        let (end, overflow) = request.offset.addingReportingOverflow(UInt64(request.length))
        switch NBD.Command(rawValue: request.command) {
        case .read where !overflow && end <= view.size && request.length > 0:
            if terms.structured {
                try read(request, buffer)
            } else {
                try readWhole(request)
            }
        case .blockStatus where !terms.contexts.isEmpty && !overflow && end <= view.size && request.length > 0:
            try blockStatus(request, buffer)
        case .flush:
            view.disk.turn()
            try terms.structured ? replies.chunk(request, .none, done: true) : replies.simple(request, nil)
        case .write, .trim: try fault(request, .notPermitted)
        default: try fault(request, .invalid)
        }
    }

    private func read(_ request: NBDRequest, _ buffer: UnsafeMutableRawBufferPointer) throws(ExportError) {
        var at = request.offset
        while at < request.range.upperBound {
            let end = min(at + NBDServer.pieceBytes, request.range.upperBound)
            let piece: (bytes: UnsafeMutableRawBufferPointer, used: Bool)
            do { piece = try view.read(at..<end, buffer: buffer) } catch {
                return try fault(request, .inputOutput, "\(error)")
            }
            try send(request, at: at, UnsafeRawBufferPointer(piece.bytes), used: piece.used)
            at = end
        }
        try replies.chunk(request, .none, done: true)
    }

    private func send(
        _ request: NBDRequest, at start: UInt64, _ bytes: UnsafeRawBufferPointer, used: Bool
    ) throws(ExportError) {
        var at = 0
        for run in used ? Bytes.dataRuns(bytes, granule: Self.granule) : [] {
            if run.lowerBound > at { try hole(request, start + UInt64(at), run.lowerBound - at) }
            var head = Message()
            head.add(start + UInt64(run.lowerBound))
            try replies.chunk(request, .data, head: head.bytes, payload: UnsafeRawBufferPointer(rebasing: bytes[run]))
            at = run.upperBound
        }
        if at < bytes.count { try hole(request, start + UInt64(at), bytes.count - at) }
    }

    private func hole(_ request: NBDRequest, _ offset: UInt64, _ count: Int) throws(ExportError) {
        var head = Message()
        head.add(offset)
        head.add(UInt32(count))
        try replies.chunk(request, .hole, head: head.bytes)
    }

    private func readWhole(_ request: NBDRequest) throws(ExportError) {
        guard request.length <= NBDServer.longestSimpleRead else { return try fault(request, .invalid) }
        let buffer = AlignedBuffer(count: Int(request.length) + 2 * AlignedBuffer.alignment)
        let piece: (bytes: UnsafeMutableRawBufferPointer, used: Bool)
        do { piece = try view.read(request.range, buffer: buffer.bytes) } catch {
            return try fault(request, .inputOutput)
        }
        if !piece.used { piece.bytes.initializeMemory(as: UInt8.self, repeating: 0) }
        try replies.simple(request, nil, payload: UnsafeRawBufferPointer(piece.bytes))
    }

    func fault(_ request: NBDRequest, _ fault: NBD.Fault, _ text: String = "") throws(ExportError) {
        guard terms.structured else { return try replies.simple(request, fault) }
        var head = Message()
        head.add(fault.rawValue)
        let words = Array(text.utf8.prefix(1000))
        head.add(UInt16(words.count))
        head.add(words)
        try replies.chunk(request, .error, done: true, head: head.bytes)
    }
}
