/// Decides when the limit of the pause is raised: pure.
///
/// QEMU ends a migration when what remains can be sent within the limit. A guest that writes little gets below a small
/// limit after one or two passes; for the others the limit doubles with every third pass, and at once to the maximum
/// when 40 seconds (``DowntimePolicy/stallSeconds``) brought no smaller remainder.
struct DowntimeSteps: Sendable {
    /// Passes over the memory at one limit before it is raised.
    static let patience: UInt64 = 3
    let policy: DowntimePolicy
    private(set) var limit: Int
    private var raisedAt: UInt64 = 1
    private var smallest: UInt64 = .max
    private var smallestAt = 0.0
    private var switched = false

    init(_ policy: DowntimePolicy) {
        self.policy = policy
        limit = policy.startMilliseconds
    }

    enum Step: Hashable, Sendable {
        case stay
        case raise(to: Int)
        /// Stalled at the maximum, and the owner allows it.
        case postCopy
        /// At the maximum already, and nothing moves: in words.
        case giveUp(String)
    }

    /// - Parameters:
    ///   - iteration: passes so far, from 1.
    ///   - remaining: bytes that still must travel.
    ///   - seconds: since the start of the job.
    mutating func next(iteration: UInt64, remaining: UInt64, at seconds: Double) -> Step {
        // After the switch there is no pause left to limit.
        if switched { return .stay }
        // A remainder counts as smaller only when it is clearly so: noise must not look like progress.
        if Double(remaining) < 0.96 * Double(smallest) {
            smallest = remaining
            smallestAt = seconds
        }
        let stalled = seconds - smallestAt > policy.stallSeconds
        guard limit < policy.maximumMilliseconds else {
            guard stalled, iteration > raisedAt + Self.patience else { return .stay }
            switched = policy.postCopy
            return policy.postCopy
                ? .postCopy
                : .giveUp("\(remaining >> 20) MiB remain after \(iteration) passes, at the limit of \(limit) ms")
        }
        guard stalled || iteration >= raisedAt + Self.patience else { return .stay }
        limit = stalled ? policy.maximumMilliseconds : min(limit * 2, policy.maximumMilliseconds)
        raisedAt = iteration
        if stalled { smallestAt = seconds }
        return .raise(to: limit)
    }
}

/// How long a move may take when the operator sets no limit: 150 seconds a GiB, at least five minutes.
package enum TimeLimit {
    package static func seconds(memoryBytes: UInt64) -> Double {
        max(300, 150 * Double(memoryBytes) / 1_073_741_824)
    }
}
