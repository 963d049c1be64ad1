internal import Estate

/// Which disks are copied, and the images they become.
enum Images {
    static func of(
        _ profile: ServerProfile, on kind: PoolConfiguration.Kind = .libvirt
    ) -> (disks: [PlannedDisk], remarks: [String]) {
        var disks: [PlannedDisk] = []
        var remarks: [String] = []
        for disk in profile.disks.value ?? [] {
            if let reason = reasonToSkip(disk) {
                remarks.append("disk \(disk.device) is not copied: \(reason)")
                continue
            }
            var planned = PlannedDisk(
                device: disk.device, bytes: disk.bytes, serial: disk.serial ?? disk.wwn,
                image: name(disk, of: profile, on: kind), format: kind == .xapi ? "vhd" : "raw")
            planned.usedBytes = DataOnDisk.bytes(of: disk, in: profile)
            disks.append(planned)
        }
        return (disks, remarks)
    }

    /// On an SR of XenServer an image is called by its VDI's UUID: one that is always the same for the same disk.
    private static func name(_ disk: Disk, of profile: ServerProfile, on kind: PoolConfiguration.Kind) -> String {
        let node = disk.device.split(separator: "/").last.map(String.init) ?? disk.device
        guard kind == .xapi else { return "\(profile.name)-\(safe(node)).raw" }
        var bytes = Array(SHA256.digest(Array("\(profile.name)/\(disk.device)".utf8)).prefix(16))
        // RFC 9562, version 8: what the digest is of is ours.
        bytes[6] = bytes[6] & 0x0F | 0x80
        bytes[8] = bytes[8] & 0x3F | 0x80
        let digits = SHA256.hex(bytes)
        let ends = [0, 8, 12, 16, 20, 32].map { digits.index(digits.startIndex, offsetBy: $0) }
        return zip(ends, ends.dropFirst()).map { String(digits[$0..<$1]) }.joined(separator: "-") + ".vhd"
    }

    private static func reasonToSkip(_ disk: Disk) -> String? {
        if disk.bytes == 0 { return "it holds no medium" }
        if disk.transport == "usb" { return "it is attached by USB" }
        if disk.readOnly { return "it is read-only" }
        return nil
    }

    /// A device name such as `cciss!c0d0` as part of a file name.
    private static func safe(_ node: String) -> String {
        String(node.map { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" ? $0 : "-" })
    }
}
