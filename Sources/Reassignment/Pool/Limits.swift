/// What the search can count with: sums of these stay far from the end of 64 bits, and sizes within 32.
enum Limits {
    static let resources = 64
    static let hosts = 20_000
    static let machines = 200_000
    static let balanceTerms = 1000
    static let sizes = 0...(1 << 30) - 1
    static let weights = 0...1_000_000
    /// The dearest placement that could be.
    static let cost = Int64(1) << 60
    /// Pairs of a service and a host that are kept in memory.
    static let pairs = 1 << 26
}
