/// What a server asks of a host over a week: one value for each hour, Monday 00:00 UTC first.
package struct Demand: Sendable, Hashable, Codable {
    package static let hours = 168

    package var server: String
    /// Cores busy.
    package var cores: [Double]
    /// Disk operations per second; nil where no hour of them was observed.
    package var diskOperations: [Double]?
    /// Disk bytes per second; nil likewise.
    package var diskBytes: [Double]?
    /// Network bytes per second; nil likewise.
    package var networkBytes: [Double]?
    /// Share of the hours of the week that were observed, lowered where few weeks were: 0 (nothing known) to 1.
    package var confidence: Double
    /// Hours observed in all.
    package var hoursObserved: Int

    package init(
        server: String, cores: [Double], diskOperations: [Double]?, diskBytes: [Double]?, networkBytes: [Double]?,
        confidence: Double, hoursObserved: Int
    ) {
        self.server = server
        self.cores = cores
        self.diskOperations = diskOperations
        self.diskBytes = diskBytes
        self.networkBytes = networkBytes
        self.confidence = confidence
        self.hoursObserved = hoursObserved
    }

    /// `Tuesday 10:00 UTC`.
    package static func name(ofHour hour: Int) -> String {
        let days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
        let clock = hour % 24
        return "\(days[hour / 24 % 7]) \(clock < 10 ? "0" : "")\(clock):00 UTC"
    }
}
