/// A small generator (xoroshiro128+, Blackman and Vigna 2018): the same seed gives the same search on every machine.
struct Randomness {
    private var a: UInt64
    private var b: UInt64

    init(seed: UInt64) {
        var state = seed
        func mixed() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
        a = mixed()
        b = mixed() | 1
    }

    @inline(__always)
    mutating func next() -> UInt64 {
        let result = a &+ b
        b ^= a
        a = (a << 24 | a >> 40) ^ b ^ (b << 16)
        b = b << 37 | b >> 27
        return result
    }

    /// From 0 to below `bound`, which is positive and below 2³².
    @inline(__always)
    mutating func below(_ bound: Int) -> Int {
        Int(truncatingIfNeeded: ((next() >> 32) &* UInt64(truncatingIfNeeded: bound)) >> 32)
    }
}
