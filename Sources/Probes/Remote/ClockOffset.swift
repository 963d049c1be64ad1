/// How far another machine's CLOCK_MONOTONIC is from ours: pure.
///
/// Each exchange says when the question left, what the other clock read, and when its answer came. The answer was read
/// somewhere in between, so the error is half of the way's time at most: the quickest exchange counts.
package struct ClockOffset: Sendable, Hashable {
    package struct Exchange: Sendable, Hashable {
        package var left: UInt64
        package var other: UInt64
        package var came: UInt64

        package init(left: UInt64, other: UInt64, came: UInt64) {
            self.left = left
            self.other = other
            self.came = came
        }
    }

    /// Nanoseconds to add to the other clock to get ours.
    package var nanoseconds: Int64
    /// It is right within this.
    package var errorNanoseconds: UInt64

    /// Nil without an exchange.
    package init?(_ exchanges: [Exchange]) {
        guard let best = exchanges.min(by: { $0.came &- $0.left < $1.came &- $1.left }) else { return nil }
        let way = best.came &- best.left
        nanoseconds = Int64(bitPattern: (best.left &+ way / 2) &- best.other)
        errorNanoseconds = way / 2
    }

    /// A time of the other clock on ours; 0 stays what it is: no time.
    func ours(_ other: UInt64) -> UInt64 {
        other == 0 ? 0 : UInt64(bitPattern: Int64(bitPattern: other) &+ nanoseconds)
    }
}
