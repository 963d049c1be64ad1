/// What lies between disks and file systems, and the settings that name disks.
package struct StorageStack: Sendable, Hashable, Codable {
    package var raidArrays: Observed<[RAIDArray]>
    package var multipaths: Observed<[Multipath]>
    /// The `filter` and `global_filter` lines of `lvm.conf` that are in force.
    package var lvmFilters: Observed<[String]>
    /// `/etc/lvm/devices/system.devices` exists: LVM sees only the devices in it.
    package var lvmDevicesFile: Observed<Bool>
    package var crypttab: Observed<[CrypttabEntry]>
    /// LUKS device → kinds of its tokens and slots, as cryptsetup names them: `clevis`, `systemd-tpm2`.
    package var luksTokens: Observed<[String: [String]]>
    /// Devices and files in use as swap.
    package var swaps: Observed<[String]>

    package init(
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
