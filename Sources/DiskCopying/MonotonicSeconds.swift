/// The clock for durations.
package enum MonotonicSeconds {
    private static let origin = ContinuousClock.now

    /// Seconds since the first call.
    package static var now: Double {
        let passed = ContinuousClock.now - origin
        return Double(passed.components.seconds) + Double(passed.components.attoseconds) / 1e18
    }
}
