/// What lies between disks and file systems, and the settings that name disks.
public struct StorageStack: Sendable, Hashable, Codable {
    public var raidArrays: Observed<[RAIDArray]>
    public var multipaths: Observed<[Multipath]>
    /// The `filter` and `global_filter` lines of `lvm.conf` that are in force.
    public var lvmFilters: Observed<[String]>
    /// `/etc/lvm/devices/system.devices` exists: LVM sees only the devices in it.
    public var lvmDevicesFile: Observed<Bool>
    public var crypttab: Observed<[CrypttabEntry]>
    /// LUKS device → kinds of its tokens and slots, as cryptsetup names them: `clevis`, `systemd-tpm2`.
    public var luksTokens: Observed<[String: [String]]>
    /// Devices and files in use as swap.
    public var swaps: Observed<[String]>

    public init(
        raidArrays: Observed<[RAIDArray]>, multipaths: Observed<[Multipath]>, lvmFilters: Observed<[String]>,
        lvmDevicesFile: Observed<Bool>, crypttab: Observed<[CrypttabEntry]>,
        luksTokens: Observed<[String: [String]]>, swaps: Observed<[String]>
    ) {
        self.raidArrays = raidArrays
        self.multipaths = multipaths
        self.lvmFilters = lvmFilters
        self.lvmDevicesFile = lvmDevicesFile
        self.crypttab = crypttab
        self.luksTokens = luksTokens
        self.swaps = swaps
    }
}
