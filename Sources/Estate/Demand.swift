/// What a server asks of a host over a week: one value for each hour, Monday 00:00 UTC first.
public struct Demand: Sendable, Hashable, Codable {
    public static let hours = 168

    public var server: String
    /// Cores busy.
    public var cores: [Double]
    /// Disk operations per second.
    public var diskOperations: [Double]
    /// Disk bytes per second.
    public var diskBytes: [Double]
    /// Network bytes per second.
    public var networkBytes: [Double]
    /// Share of the hours of the week that were observed, lowered where few weeks were: 0 (nothing known) to 1.
    public var confidence: Double
    /// Hours observed in all.
    public var hoursObserved: Int

    public init(
        server: String, cores: [Double], diskOperations: [Double], diskBytes: [Double], networkBytes: [Double],
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
    public static func name(ofHour hour: Int) -> String {
        let days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
        let clock = hour % 24
        return "\(days[hour / 24 % 7]) \(clock < 10 ? "0" : "")\(clock):00 UTC"
    }
}
