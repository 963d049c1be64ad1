package import Estate

/// Servers as a CSV for a spreadsheet.
package enum ReportTable {
    package static func csv(_ profiles: [ServerProfile]) -> String {
        let head = [
            "server", "address", "system", "kernel", "vendor", "model", "serial", "processor", "cores", "threads",
            "memory_bytes", "disks", "disk_bytes", "firmware", "critical", "warnings",
        ]
        return CSVText.text([head] + profiles.map(row))
    }

    private static func row(_ profile: ServerProfile) -> [String] {
        let processor = profile.hardware.processor.value
        return [
            profile.name, profile.address, profile.system.prettyName.value ?? "", profile.system.kernel.value ?? "",
            profile.hardware.vendor.value ?? "", profile.hardware.model.value ?? "",
            profile.identity.dmiSerial.value ?? "",
            processor?.model ?? "", processor?.cores.map(String.init) ?? "", processor.map { "\($0.threads)" } ?? "",
            profile.hardware.memoryBytes.value.map { "\($0)" } ?? "", profile.disks.value.map { "\($0.count)" } ?? "",
            profile.disks.value.map { "\($0.reduce(0) { $0 &+ $1.bytes })" } ?? "",
            profile.boot.firmware.value?.rawValue ?? "", "\(profile.concerns.count { $0.severity == .critical })",
            "\(profile.concerns.count { $0.severity == .warning })",
        ]
    }
}
