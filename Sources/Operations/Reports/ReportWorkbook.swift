package import Estate
internal import Scanner

/// What was scanned as a folder of CSV files: one table a sheet, one line a thing.
package struct ReportWorkbook {
    package let profiles: [ServerProfile]

    /// File name → table.
    package var sheets: [String: String] {
        [
            "servers.csv": ReportTable.csv(profiles),
            "disks.csv": sheet(
                ["device", "kind", "parent", "bytes", "content", "uuid", "label", "mounted_at"], Self.disks),
            "interfaces.csv": sheet(
                ["name", "kind", "mac", "permanent_mac", "addresses", "driver", "master"], Self.interfaces),
            "services.csv": sheet(["transport", "address", "port", "process"], Self.services),
            "concerns.csv": sheet(["severity", "concern", "seen", "why_it_matters", "what_to_do"], Self.concerns),
            "dependencies.csv": DependencyMap(profiles).csv,
        ]
    }

    private func sheet(_ head: [String], _ rows: (ServerProfile) -> [[String]]) -> String {
        var all: [[String]] = [["server"] + head]
        for profile in profiles {
            for row in rows(profile) { all.append([profile.name] + row) }
        }
        return CSVText.text(all)
    }

    private static func disks(_ profile: ServerProfile) -> [[String]] {
        var rows: [[String]] = []
        for disk in profile.disks.value ?? [] {
            rows.append([disk.device, "disk", "", String(disk.bytes), disk.partitionTable ?? "", "", "", ""])
            for volume in disk.volumes {
                rows.append([
                    volume.device, volume.kind, volume.parent ?? "", String(volume.bytes), volume.content ?? "",
                    volume.uuid ?? "", volume.label ?? "", volume.mountPoint ?? "",
                ])
            }
        }
        return rows
    }

    private static func interfaces(_ profile: ServerProfile) -> [[String]] {
        (profile.interfaces.value ?? []).map { card -> [String] in
            [
                card.name, card.kind, card.mac, card.permanentMAC ?? "", card.addresses.joined(separator: " "),
                card.driver ?? "", card.master ?? "",
            ]
        }
    }

    private static func services(_ profile: ServerProfile) -> [[String]] {
        (profile.listeners.value ?? []).map { service -> [String] in
            [service.transport, service.address, String(service.port), service.process ?? ""]
        }
    }

    private static func concerns(_ profile: ServerProfile) -> [[String]] {
        profile.concerns.map { concern -> [String] in
            [concern.severity.rawValue, concern.id, concern.seen, concern.matters, concern.advice]
        }
    }
}
