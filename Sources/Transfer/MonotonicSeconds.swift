/// The clock for durations.
public enum MonotonicSeconds {
    private static let origin = ContinuousClock.now

    /// Seconds since the first call.
    public static var now: Double {
        let passed = ContinuousClock.now - origin
        return Double(passed.components.seconds) + Double(passed.components.attoseconds) / 1e18
    }
}
