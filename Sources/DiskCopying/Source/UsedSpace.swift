internal import Estate
internal import NBD

/// Which space of a disk is used.
enum UsedSpace {
    /// - Parameters:
    ///   - bytes: of the disk.
    ///   - silence: what it means that a question brought no answer.
    ///   - ask: tells the start of a range, or all of it, as extents without gaps.
    /// - Returns: ranges that may hold something, ascending.
    static func of(
        _ bytes: UInt64, silence: Failure,
        ask: @escaping @Sendable (Range<UInt64>) async throws -> [NBDConnection.Extent]
    ) async throws -> [Range<UInt64>] {
        try await WholeDisk.ask(bytes, silence: silence) { range in
            let extents = try await ask(range)
            let end = extents.last?.range.upperBound ?? range.lowerBound
            return (end, extents.filter { $0.used }.map { $0.range })
        }
    }
}

extension FreeClaim {
    init(_ told: NBDConnection.Free) {
        self.init(range: told.range, basis: told.isHole ? .hole : told.isVouched ? .kernel : .marks)
    }
}
