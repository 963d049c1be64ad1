/// A Linux software RAID array, from `/proc/mdstat`.
public struct RAIDArray: Sendable, Hashable, Codable {
    /// `/dev/md0`.
    public var device: String
    /// `raid1`, `raid5`, …; empty for an inactive array.
    public var level: String
    /// `/dev/sda1`, …
    public var members: [String]
    public var active: Bool
    /// Fewer members work than the array has places.
    public var degraded: Bool
    /// Metadata kept by firmware: `imsm`, `ddf`; nil for Linux' own.
    public var firmwareFormat: String?

    public init(
        device: String, level: String, members: [String], active: Bool, degraded: Bool, firmwareFormat: String?
    ) {
        self.device = device
        self.level = level
        self.members = members
        self.active = active
        self.degraded = degraded
        self.firmwareFormat = firmwareFormat
    }
}
