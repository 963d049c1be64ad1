/// Which of an image's holes are read all the same: a proof does not take a file system's word for all of it.
enum HoleSample {
    /// Enough that a file system which calls a tenth of its data holes is found out in 98 of 100 cases.
    static let most = 44

    /// - Parameter holes: chunks, ascending.
    /// - Returns: the first and the last, and some between them.
    static func of(_ holes: [Int], using random: inout some RandomNumberGenerator) -> [Int] {
        guard holes.count > most else { return holes }
        let between = (0..<most - 2).map { _ in holes[Int.random(in: 1..<(holes.count - 1), using: &random)] }
        return Set(between + [holes[0], holes[holes.count - 1]]).sorted()
    }
}
