/// How often a host of a plan would have broken its promise in the weeks that were observed: the sum of what its servers
/// really did in the same hour, without percentile and comfort, against the host's limits after headroom.
package struct HostRisk: Sendable, Hashable, Codable {
    package var host: String
    /// Hours in which at least one of its servers was observed.
    package var hoursObserved: Int
    package var hoursBroken: Int

    package init(host: String, hoursObserved: Int, hoursBroken: Int) {
        self.host = host
        self.hoursObserved = hoursObserved
        self.hoursBroken = hoursBroken
    }
}
