/// What a live migration is predicted to cost.
///
/// Pre-copy: each round sends what was dirtied during the last one. With memory M, link R and dirty rate D, after n
/// rounds M·(D/R)ⁿ bytes are left; the copy stops when they fit into the permitted pause. (Akoush et al., "Predicting
/// the performance of virtual machine migration", 2010.)
package struct MoveCost: Sendable, Hashable, Codable {
    package var bytes: Double
    package var seconds: Double
    /// How long the VM stands still.
    package var blackoutMilliseconds: Double

    /// - Parameters:
    ///   - memoryMiB: the VM's memory.
    ///   - dirty: bytes dirtied per second.
    ///   - link: bytes per second of the migration.
    package init(memoryMiB: Int, dirty: Double, link: Double) {
        let pause = 0.3
        var left = Double(memoryMiB) * 1_048_576
        var sent = 0.0
        var rounds = 0
        while left / link > pause, rounds < 30 {
            sent += left
            let next = left * dirty / link
            rounds += 1
            if next >= left { break }
            left = next
        }
        bytes = sent + left
        seconds = bytes / link + 0.1
        blackoutMilliseconds = left / link * 1000 + 20
    }

    package init(bytes: Double, seconds: Double, blackoutMilliseconds: Double) {
        self.bytes = bytes
        self.seconds = seconds
        self.blackoutMilliseconds = blackoutMilliseconds
    }
}
