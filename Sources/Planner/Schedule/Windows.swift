internal import Estate

/// One maintenance window after the other, without those that meet a day on which nothing may be changed.
struct Windows {
    /// One of them: seconds since 1970, and the days that it meets, since 1970 by the zone's clock.
    struct Window {
        var opens: Double
        var closes: Double
        var days: ClosedRange<Int>
    }

    private let policy: SchedulePolicy
    private var number = 0

    /// Windows that are left out at most, one after the other.
    static let most = 10_000

    init(_ policy: SchedulePolicy) { self.policy = policy }

    mutating func next() throws(Failure) -> Window {
        for _ in 0..<Self.most {
            let window = window(number)
            number += 1
            if !policy.notOn.contains(where: { window.days.contains($0.days) }) { return window }
        }
        throw Self.none(policy.notOn.count)
    }

    static func none(_ days: Int) -> Failure {
        Failure(
            "schedule", on: "\(days) days", because: "every window meets one of them",
            next: "open windows on other days",
            exit: .refused)
    }

    private func window(_ number: Int) -> Window {
        let opens = policy.opens(number).rounded()
        let closes = (opens + policy.windowHours * 3600).rounded()
        let first = CivilTime(Moment(seconds: opens), in: policy.zone).date.days
        let last = CivilTime(Moment(seconds: closes - 1), in: policy.zone).date.days
        return Window(opens: opens, closes: closes, days: first...max(first, last))
    }
}

extension SchedulePolicy {
    /// When the window opens, seconds since 1970. Windows whole days apart open at the same local time on both sides of a
    /// change of the clocks; a time that the clocks skip comes as much later.
    fileprivate func opens(_ number: Int) -> Double {
        let passed = Double(number) * everyHours * 3600
        guard everyHours.truncatingRemainder(dividingBy: 24) == 0 else { return start.seconds + passed }
        let local = start.seconds + zone.offset(at: start) + passed
        return local - zone.offset(local)
    }
}
