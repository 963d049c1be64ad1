package import Estate

/// One difference between two scans of a server. What changes by itself (load, connections, uptime, space in use) is left out.
package struct ProfileChange: Sendable, Hashable, Codable {
    /// `disk /dev/sda size`.
    package var what: String
    package var before: String?
    package var now: String?

    package static func between(_ old: ServerProfile, _ new: ServerProfile) -> [ProfileChange] {
        let before = facts(old)
        let now = facts(new)
        return Set(before.keys).union(now.keys).sorted().compactMap { key in
            before[key] == now[key] ? nil : ProfileChange(what: key, before: before[key], now: now[key])
        }
    }

    private static func facts(_ profile: ServerProfile) -> [String: String] {
        var facts = identity(profile)
        for disk in profile.disks.value ?? [] {
            facts["disk \(disk.device)"] = "\(disk.bytes) bytes, serial \(disk.serial ?? "unknown")"
            for volume in disk.volumes {
                facts["volume \(volume.device)"] =
                    "\(volume.bytes) bytes, \(volume.content ?? "empty"), \(volume.uuid ?? "no UUID")"
            }
        }
        for entry in profile.fstab.value ?? [] {
            facts["fstab \(entry.mountPoint) \(entry.spec)"] =
                "\(entry.type) \(entry.options) → \(entry.resolved ?? "nothing")"
        }
        for interface in profile.interfaces.value ?? [] {
            facts["interface \(interface.name)"] =
                "\(interface.mac) \(interface.up ? "up" : "down") \(interface.addresses.sorted().joined(separator: " "))"
        }
        for listener in profile.listeners.value ?? [] {
            facts["listener \(listener.transport) \(listener.address):\(listener.port)"] =
                listener.process ?? "unknown process"
        }
        for concern in profile.concerns { facts["concern \(concern.id): \(concern.seen)"] = concern.severity.rawValue }
        return facts
    }

    private static func identity(_ profile: ServerProfile) -> [String: String] {
        let known: [(String, String?)] = [
            ("machine id", profile.identity.machineID.value), ("host key", profile.identity.hostKeyFingerprint.value),
            ("firmware UUID", profile.identity.dmiUUID.value), ("system", profile.system.prettyName.value),
            ("kernel", profile.system.kernel.value), ("firmware", profile.boot.firmware.value?.rawValue),
            ("memory bytes", profile.hardware.memoryBytes.value.map(String.init)),
            (
                "processor",
                profile.hardware.processor.value.map {
                    "\($0.model), \($0.cores.map(String.init) ?? "?") cores, \($0.threads) threads"
                }
            ),
            ("kernel command line", profile.boot.kernelCommandLine.value),
        ]
        return Dictionary(uniqueKeysWithValues: known.compactMap { name, value in value.map { (name, $0) } })
    }
}
