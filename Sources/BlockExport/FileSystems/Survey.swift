/// What of a disk is free, and who says so.
struct Survey: Sendable, Hashable {
    let map: AllocationMap
    /// Its "free" ranges are the parts whose owner the running kernel names: what is free in them may hold the remains of
    /// deleted files.
    let vouched: AllocationMap

    /// Nothing is free.
    static func full(_ size: UInt64) -> Survey { Survey(map: .full(size), vouched: .full(size)) }

    /// A piece of the disk: what is said of it, and by whom.
    struct Claim: Hashable {
        var range: Range<UInt64>
        var isFree: Bool
        var isVouched: Bool
    }

    /// `range` cut into pieces, ascending, without gaps; at most `limit` of them.
    func claims(in range: Range<UInt64>, limit: Int = .max) -> [Claim] {
        var claims: [Claim] = []
        for extent in map.extents(in: range, limit: limit) {
            guard !extent.used else {
                claims.append(Claim(range: extent.range, isFree: false, isVouched: false))
                continue
            }
            claims += vouched.extents(in: extent.range).map {
                Claim(range: $0.range, isFree: true, isVouched: !$0.used)
            }
        }
        return Array(claims.prefix(limit))
    }
}
