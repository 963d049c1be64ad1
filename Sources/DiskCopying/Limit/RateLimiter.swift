internal import Estate
internal import Foundation
internal import Synchronization

/// Spaces what several copies send, so that together they keep to a rate that may change at any time, and each of those that
/// have something to send gets as many bytes as the others.
///
/// Start-time fair queueing: each read is tagged with the byte of its own share at which it starts, and the least tag goes
/// next. A share that has sent nothing for a while begins where the others are, and saves nothing up.
package actor RateLimiter {
    /// One of those who share the rate.
    package struct Share: Sendable, Hashable {
        private static let made = Mutex(0)
        private let number: Int

        package init() {
            number = Self.made.withLock {
                $0 += 1
                return $0
            }
        }
    }

    private struct Ticket: Equatable {
        /// Bytes of its share before it.
        var start: Double
        var number: Int

        func isBefore(_ other: Ticket) -> Bool { (start, number) < (other.start, other.number) }
    }

    private let limit: @Sendable () -> UInt64?
    private let now: @Sendable () -> Double
    private let sleep: @Sendable (Double) async throws -> Void
    /// Bytes that may go now; below zero they are owed.
    private var credit = 0.0
    private var last: Double?
    private var waiting: [Ticket] = []
    private var count = 0
    /// The start of the read that went last.
    private var reached = 0.0
    /// Where each share's next read starts.
    private var ends: [Share: Double] = [:]

    /// What a pause saves up, in seconds of the rate.
    private static let burstSeconds = 0.25
    /// Seconds between two looks whose turn it is.
    private static let glance = 0.001

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
    package func spend(_ bytes: Int, of share: Share = Share()) async throws {
        guard earn() != nil else { return }
        let ticket = ticket(of: share, bytes)
        waiting.append(ticket)
        defer { waiting.removeAll { $0 == ticket } }
        while let rate = earn() {
            if credit >= 0, waiting.allSatisfy({ $0 == ticket || ticket.isBefore($0) }) {
                credit -= Double(bytes)
                reached = ticket.start
                return
            }
            try await sleep(min(0.5, max(Self.glance, -credit / rate)))
        }
    }

    /// So many bytes of what was spent did not travel: they were known to be zeros.
    package func giveBack(_ bytes: Int, of share: Share) {
        guard bytes > 0, let rate = earn() else { return }
        credit = min(credit + Double(bytes), Self.burstSeconds * rate)
        ends[share] = ends[share].map { $0 - Double(bytes) }
    }

    private func ticket(of share: Share, _ bytes: Int) -> Ticket {
        count += 1
        let start = max(reached, ends[share] ?? 0)
        ends[share] = start + Double(bytes)
        // Whoever ends before where all are has nothing to be remembered for.
        if ends.count > 1000 { ends = ends.filter { $0.value > reached } }
        return Ticket(start: start, number: count)
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
    package var limitNow: UInt64? {
        let parts = Calendar.current.dateComponents([.hour, .minute, .weekday], from: Date())
        // Foundation counts from Sunday, 1.
        let day = Weekday.allCases[((parts.weekday ?? 2) + 5) % 7]
        return limit(at: (parts.hour ?? 0) * 60 + (parts.minute ?? 0), on: day)
    }
}
