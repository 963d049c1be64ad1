internal import Estate
internal import NBD

/// Which space of a disk is used, asked piece by piece, since an answer may end anywhere.
enum UsedSpace {
    /// Most bytes that one question is about.
    private static let question: UInt64 = 1 << 31

    /// - Parameters:
    ///   - bytes: of the disk.
    ///   - silence: what it means that a question brought no answer.
    ///   - ask: tells the start of a range, or all of it, as extents without gaps.
    /// - Returns: ranges that may hold something, ascending.
    /// - Throws: `silence`: a copy leaves out, and its proof takes for zeros, what is not said to be used.
    static func of(
        _ bytes: UInt64, silence: @autoclosure () -> Failure,
        ask: (Range<UInt64>) async throws -> [NBDConnection.Extent]
    ) async throws -> [Range<UInt64>] {
        var used: [Range<UInt64>] = []
        var at: UInt64 = 0
        while at < bytes {
            let extents = try await ask(at..<min(at + question, bytes))
            guard let end = extents.last?.range.upperBound, end > at else { throw silence() }
            used += extents.filter { $0.used }.map { $0.range }
            at = end
        }
        return used
    }
}
