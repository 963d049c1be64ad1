internal import Estate

/// Serial numbers and world-wide names by which a disk is known again. One that several disks of a server have is their
/// controller's or bridge's, and one that a maker left as it was is nobody's: by it another disk would pass for the planned one.
enum OwnNames {
    static func kept(_ disks: [Disk]) -> [Disk] {
        let serials = shared(disks.compactMap(\.serial))
        let names = shared(disks.compactMap(\.wwn))
        return disks.map { disk in
            var disk = disk
            disk.serial = disk.serial.flatMap { serials.contains($0) ? nil : FirmwareText.meant($0) }
            disk.wwn = disk.wwn.flatMap { names.contains($0) ? nil : FirmwareText.meant($0) }
            return disk
        }
    }

    private static func shared(_ names: [String]) -> Set<String> {
        Set(Dictionary(grouping: names) { $0 }.filter { $0.value.count > 1 }.keys)
    }
}
