internal import Estate

/// Which disks are copied, and the images they become.
enum Images {
    static func of(_ profile: ServerProfile) -> (disks: [PlannedDisk], remarks: [String]) {
        var disks: [PlannedDisk] = []
        var remarks: [String] = []
        for disk in profile.disks.value ?? [] {
            if let reason = reasonToSkip(disk) {
                remarks.append("disk \(disk.device) is not copied: \(reason)")
                continue
            }
            let node = disk.device.split(separator: "/").last.map(String.init) ?? disk.device
            disks.append(
                PlannedDisk(
                    device: disk.device, bytes: disk.bytes, serial: disk.serial ?? disk.wwn,
                    image: "\(profile.name)-\(safe(node)).raw", format: "raw"))
        }
        return (disks, remarks)
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
