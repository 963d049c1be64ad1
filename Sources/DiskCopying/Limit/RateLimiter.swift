internal import Foundation

/// Spaces what several copies send, so that together they keep to a rate that may change at any time.
package actor RateLimiter {
    private let limit: @Sendable () -> UInt64?
    private let now: @Sendable () -> Double
    private let sleep: @Sendable (Double) async throws -> Void
    /// Bytes that may go now; below zero they are owed.
    private var credit = 0.0
    private var last: Double?

    /// What a pause saves up, in seconds of the rate.
    private static let burstSeconds = 0.25

    /// - Parameters:
    ///   - limit: bytes a second at this moment; nil is as fast as it goes.
    ///   - now: seconds on a monotonic clock.
    ///   - sleep: waits so many seconds.
    package init(
        limit: @escaping @Sendable () -> UInt64?, now: @escaping @Sendable () -> Double = { MonotonicSeconds.now },
        sleep: @escaping @Sendable (Double) async throws -> Void = { try await Task.sleep(for: .seconds($0)) }
    ) {
        self.limit = limit
        self.now = now
        self.sleep = sleep
    }

    /// Waits until `bytes` more may travel. A limit that changes while someone waits counts at once.
    package func spend(_ bytes: Int) async throws {
        guard earn() != nil else { return }
        credit -= Double(bytes)
        while credit < 0 {
            guard let rate = earn() else { return }
            if credit < 0 { try await sleep(min(0.5, -credit / rate)) }
        }
    }

    /// Adds what the time since the last call allows; answers the rate, nil where there is no limit.
    private func earn() -> Double? {
        let time = now()
        defer { last = time }
        guard let rate = limit().map({ Double($0) }) else {
            credit = 0
            return nil
        }
        credit = min(credit + (time - (last ?? time)) * rate, Self.burstSeconds * rate)
        return rate
    }
}

extension RateSchedule {
    /// Bytes a second by the local time of day.
    package var limitNow: UInt64? { limit(at: Self.minute) }

    private static var minute: Int {
        let parts = Calendar.current.dateComponents([.hour, .minute], from: Date())
        return (parts.hour ?? 0) * 60 + (parts.minute ?? 0)
    }
}
