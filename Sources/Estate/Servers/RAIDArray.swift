/// A Linux software RAID array, from `/proc/mdstat`.
package struct RAIDArray: Sendable, Hashable, Codable {
    /// `/dev/md0`.
    package var device: String
    /// `raid1`, `raid5`, …; empty for an inactive array.
    package var level: String
    /// `/dev/sda1`, …
    package var members: [String]
    package var active: Bool
    /// Fewer members work than the array has places.
    package var degraded: Bool
    /// Metadata kept by firmware: `imsm`, `ddf`; nil for Linux' own.
    package var firmwareFormat: String?

    package init(
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
