/// What the applier does; the text of a write is in the draft's facts.
enum Operation: Sendable, Hashable {
    /// `mode` is set for a new file.
    case write(path: String, mode: Int32?)
    case link(path: String, target: String)
    case setAside(path: String)
    case copy(path: String, target: String)
    case addDrivers(DriverPlan)
}
