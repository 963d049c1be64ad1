internal import Backup
internal import Estate

/// Is a VM as well protected as the policy wants? Pure.
struct BackupGoals: Sendable, Hashable {
    var pointHours: Double
    /// Nil: nothing is to be proved.
    var proofDays: Double?

    /// What one repository holds of one VM.
    struct Held: Sendable, Hashable {
        /// When the newest finished point was taken; nil: there is none.
        var point: Observed<Moment>?
        var proof: ProofState
    }

    /// What is missed, in words; empty: all is as wanted.
    func missed(_ held: Held, proves: Bool, now: Moment) -> [String] {
        var missed: [String] = []
        switch held.point {
        case .none: missed.append("no point")
        case .unknown(let reason): missed.append("its newest point cannot be read: \(reason)")
        case .known(let moment):
            let hours = (now.seconds - moment.seconds) / 3600
            if hours > pointHours { missed.append("its newest point is \(Self.age(hours)) old") }
            // A clock that was set back makes no point newer.
            if hours < -1 { missed.append("its newest point is of a time to come: look at the clocks") }
        }
        guard proves, let proofDays else { return missed }
        switch held.proof {
        case .untried: missed.append("no point of it was ever started")
        case .unknown(let reason): missed.append("whether it starts is not known: \(reason)")
        case .failed(let proof): missed.append("point \(proof.point) did not start: \(proof.because ?? "")")
        case .proved(let proof):
            let days = (now.seconds - proof.at.seconds) / 86_400
            if days > proofDays { missed.append("its newest proof is \(Self.age(days * 24)) old") }
        }
        return missed
    }

    static func age(_ hours: Double) -> String {
        hours < 48 ? "\(Fixed.text(hours, 1)) h" : "\(Fixed.text(hours / 24, 1)) days"
    }
}
