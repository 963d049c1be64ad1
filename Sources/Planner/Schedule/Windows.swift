internal import Estate

/// One maintenance window after the other, without those that meet a day on which nothing may be changed.
struct Windows {
    private let policy: SchedulePolicy
    private var number = 0

    /// Windows that are left out at most, one after the other.
    private static let most = 10_000

    init(_ policy: SchedulePolicy) { self.policy = policy }

    /// Seconds since 1970 when the next one opens.
    mutating func next() throws(Failure) -> Double {
        for _ in 0..<Self.most {
            let opens = policy.opens(number)
            number += 1
            if !meetsFrozenDay(opens) { return opens }
        }
        throw Failure(
            "schedule", on: "\(policy.notOn.count) days", because: "every window meets one of them",
            next: "open windows on other days", exit: .refused)
    }

    private func meetsFrozenDay(_ opens: Double) -> Bool {
        let first = CivilTime(Moment(seconds: opens), in: policy.zone).date.days
        let last = CivilTime(Moment(seconds: opens + policy.windowHours * 3600 - 1), in: policy.zone).date.days
        return policy.notOn.contains { $0.days >= first && $0.days <= last }
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
