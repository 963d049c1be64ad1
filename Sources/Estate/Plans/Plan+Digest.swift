extension Plan {
    /// A digest of what a plan takes from an inventory: identity, sizes, disks, MAC addresses, firmware, concerns that
    /// block. The time of the scan and the load of that minute are left out: they always differ.
    ///
    /// - Returns: `sha256:` and the first 16 hexadecimal digits.
    package static func digest(of profiles: [ServerProfile]) -> String {
        short(profiles.sorted { $0.name < $1.name }.map(facts).joined(separator: "\n"))
    }

    /// A digest of the pool's hosts, storage and network; free memory changes every minute and is left out.
    package static func digest(of hosts: [Host], storage: [String], network: String) -> String {
        let lines = hosts.sorted { $0.name < $1.name }.map {
            "host \($0.name) \($0.cpus) \($0.memoryBytes) \($0.inMaintenance)"
        }
        return short((lines + storage.sorted().map { "sr \($0)" } + ["network \(network)"]).joined(separator: "\n"))
    }

    private static func short(_ text: String) -> String { "sha256:" + SHA256.hex(text).prefix(16) }

    private static func facts(_ profile: ServerProfile) -> String {
        var lines = [
            "server \(profile.name) \(profile.address)",
            "machine \(profile.identity.machineID.value ?? "?")",
            "memory \(profile.hardware.memoryBytes.value ?? 0)",
            "threads \(profile.hardware.processor.value?.threads ?? 0)",
            "firmware \(profile.boot.firmware.value?.rawValue ?? "?")",
        ]
        for disk in profile.disks.value ?? [] {
            lines.append("disk \(disk.device) \(disk.bytes) \(disk.serial ?? disk.wwn ?? "-")")
        }
        for interface in profile.interfaces.value ?? [] where interface.kind != "loopback" {
            lines.append("nic \(interface.name) \(interface.mac)")
        }
        for concern in profile.concerns where concern.severity == .critical { lines.append("critical \(concern.id)") }
        return lines.joined(separator: "\n")
    }
}
