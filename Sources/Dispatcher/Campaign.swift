package import Estate

/// What was agreed for carrying a plan out: in which hours of which days services may be stopped. For people, in git.
package struct Campaign: Sendable, Hashable, Codable {
    package static let format = "p2v-campaign/1"

    package var format = Self.format
    /// The plan's file, seen from this one.
    package var plan: String
    /// Whose clock the windows follow: `Europe/Berlin`, `UTC`, `+02:00`.
    package var zone: String
    package var windows: [CampaignWindow]
    /// Waves of the plan that do not take every window.
    package var waves: [CampaignWave]?
    /// Copies at a time, and cut-overs at a time.
    package var parallel: Int?
    /// What it takes to stop a service, beside its window; nil: nothing.
    package var commit: Commit?
    /// So many failed servers of a wave end it: no other service of it is stopped.
    package var stopWaveAfter: Int?
    /// Seconds until a started VM must have answered.
    package var bootLimit: Int?
    /// Seconds that a last pass may be expected to take.
    package var maxOutage: Double?
    /// What all copies together may send, by the zone's time of day: `08:00,512k 19:00,10M 23:00,off`; see ``RateSchedule``.
    package var limit: String?

    package init(plan: String, zone: String, windows: [CampaignWindow]) {
        self.plan = plan
        self.zone = zone
        self.windows = windows
    }
}

extension Campaign {
    /// Who lets a service be stopped.
    package enum Commit: String, Sendable, Hashable, Codable, CaseIterable {
        /// The window alone.
        case window
        /// The window, and an operator by name.
        case approved
    }
}

/// Hours that come back.
package struct CampaignWindow: Sendable, Hashable, Codable {
    package var name: String
    /// On which it opens; nil: every day.
    package var days: [Weekday]?
    /// `22:00-05:00`.
    package var hours: String
    /// Minutes before its end in which no service is stopped any more.
    package var lockoutMinutes: Double?
    /// Services that are stopped in it, at most.
    package var capacity: Int?

    package init(name: String, hours: String) {
        self.name = name
        self.hours = hours
    }
}

/// Which windows a wave takes.
package struct CampaignWave: Sendable, Hashable, Codable {
    package var wave: String
    /// By name.
    package var windows: [String]

    package init(wave: String, windows: [String]) {
        self.wave = wave
        self.windows = windows
    }
}
