/// What of a disk is free, and who says so.
struct Survey: Sendable, Hashable {
    let map: AllocationMap
    /// Its "free" ranges are the parts whose owner the running kernel names: what is free in them may hold the remains of
    /// deleted files.
    let vouched: AllocationMap
    /// Its "free" ranges are the holes of the file that holds the disk: nothing was ever written there.
    let holes: AllocationMap

    /// Nothing is free.
    static func full(_ size: UInt64) -> Survey {
        Survey(map: .full(size), vouched: .full(size), holes: .full(size))
    }

    /// Why a range is free.
    enum Basis: Hashable {
        /// An owner that was found by its marks calls it free.
        case marks
        /// The running kernel names the owner, which calls it free.
        case kernel
        /// It is a hole of the file that holds the disk.
        case hole
    }

    /// A piece of the disk: why it is free; nil where it is used.
    struct Claim: Hashable {
        var range: Range<UInt64>
        var basis: Basis?
    }

    /// `range` cut into pieces, ascending, without gaps; at most `limit` of them.
    func claims(in range: Range<UInt64>, limit: Int = .max) -> [Claim] {
        var claims: [Claim] = []
        for extent in map.extents(in: range, limit: limit) where claims.count < limit {
            if extent.used {
                claims.append(Claim(range: extent.range, basis: nil))
            } else {
                claims += free(extent.range)
            }
        }
        return Array(claims.prefix(limit))
    }

    /// A hole is one whatever owner calls it free, too.
    private func free(_ range: Range<UInt64>) -> [Claim] {
        holes.extents(in: range).flatMap { part in
            part.used
                ? vouched.extents(in: part.range).map { Claim(range: $0.range, basis: $0.used ? .marks : .kernel) }
                : [Claim(range: part.range, basis: .hole)]
        }
    }
}
