/// What the applier does; the text of a write is in the draft's facts.
enum Operation: Sendable, Hashable {
    /// `mode` is set for a new file.
    case write(path: String, mode: Int32?)
    case link(path: String, target: String)
    case setAside(path: String)
    case copy(path: String, target: String)
    case addDrivers(DriverPlan)
    case rebuild(InitramfsRebuild)
    /// The copy of a GPT goes to the end of the disk.
    case moveBackupTable(device: String)
}
