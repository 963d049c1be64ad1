/// Eight dimensions (one resource in one hour each) at once.
typealias Lanes = SIMD8<Int32>

/// The inner loops: a host's free room and a server's demand as rows of ``Lanes``. Integers, so that adding and taking
/// away any number of times leaves no rounding behind.
enum Vectors {
    /// No dimension of `free - demand` is negative. Ends at the first that is.
    @inline(__always)
    static func fits(_ free: UnsafePointer<Lanes>, _ demand: UnsafePointer<Lanes>, _ count: Int) -> Bool {
        for v in 0..<count where hasNegative(free[v] &- demand[v]) { return false }
        return true
    }

    /// The same after `out` has left.
    @inline(__always)
    static func fits(
        _ free: UnsafePointer<Lanes>, _ demand: UnsafePointer<Lanes>, without out: UnsafePointer<Lanes>, _ count: Int
    ) -> Bool {
        for v in 0..<count where hasNegative(free[v] &+ out[v] &- demand[v]) { return false }
        return true
    }

    /// The same after `out` and `other` have left.
    @inline(__always)
    static func fits(
        _ free: UnsafePointer<Lanes>, _ demand: UnsafePointer<Lanes>, without out: UnsafePointer<Lanes>,
        _ other: UnsafePointer<Lanes>, _ count: Int
    ) -> Bool {
        for v in 0..<count where hasNegative(free[v] &+ out[v] &+ other[v] &- demand[v]) { return false }
        return true
    }

    @inline(__always)
    static func subtract(_ demand: UnsafePointer<Lanes>, from free: UnsafeMutablePointer<Lanes>, _ count: Int) {
        for v in 0..<count { free[v] = free[v] &- demand[v] }
    }

    @inline(__always)
    static func add(_ demand: UnsafePointer<Lanes>, to free: UnsafeMutablePointer<Lanes>, _ count: Int) {
        for v in 0..<count { free[v] = free[v] &+ demand[v] }
    }

    /// Some lane has its sign bit set.
    @inline(__always)
    static func hasNegative(_ lanes: Lanes) -> Bool {
        let half = lanes.lowHalf | lanes.highHalf
        let pair = unsafeBitCast(half, to: SIMD2<UInt64>.self)
        return (pair.x | pair.y) & 0x8000_0000_8000_0000 != 0
    }
}
