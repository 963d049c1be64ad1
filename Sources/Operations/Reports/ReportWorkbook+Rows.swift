internal import Estate

/// A line a thing: what lies in a server.
extension ReportWorkbook {
    static let disks: [ReportSheet.Column] = [
        .init("device", "Device"), .init("kind", "Kind"), .init("parent", "Lies on"), .init("bytes", "Size (GiB)"),
        .init("content", "Content"), .init("uuid", "UUID"), .init("label", "Label"), .init("mounted_at", "Mounted at"),
        .init("model", "Model"), .init("serial", "Serial number"),
    ]

    static func diskRows(_ profile: ServerProfile) -> [[SheetCell]]? {
        profile.disks.value?.flatMap { disk -> [[SheetCell]] in
            let whole: [SheetCell] = [
                .text(disk.device), .text("disk"), .absent, .bytes(disk.bytes), maybe(disk.partitionTable), .absent,
                .absent, .absent, .text(orUnknown: disk.model), .text(orUnknown: disk.serial),
            ]
            return [whole]
                + disk.volumes.map { volume -> [SheetCell] in
                    [
                        .text(volume.device), .text(volume.kind), maybe(volume.parent), .bytes(volume.bytes),
                        maybe(volume.content), maybe(volume.uuid), maybe(volume.label), maybe(volume.mountPoint),
                        .absent, .absent,
                    ]
                }
        }
    }

    static let mounts: [ReportSheet.Column] = [
        .init("mounted_at", "Mounted at"), .init("source", "Source"), .init("type", "Type"),
        .init("bytes", "Size (GiB)"), .init("used_bytes", "In use (GiB)"), .init("used_share", "In use"),
    ]

    static func mountRows(_ profile: ServerProfile) -> [[SheetCell]]? {
        let shown = profile.mounts.value?.filter { ($0.bytes ?? 0) > 0 || $0.source.hasPrefix("/dev/") }
        return shown?.map { mount -> [SheetCell] in
            let share = mount.bytes.flatMap { all in mount.usedBytes.map { Double($0) / Double(max(1, all)) } }
            return [
                .text(mount.target), .text(mount.source), .text(mount.type), .bytes(orUnknown: mount.bytes),
                .bytes(orUnknown: mount.usedBytes), .share(orUnknown: share),
            ]
        }
    }

    static let cards: [ReportSheet.Column] = [
        .init("name", "Name"), .init("kind", "Kind"), .init("mac", "MAC"), .init("permanent_mac", "Permanent MAC"),
        .init("addresses", "Addresses"), .init("driver", "Driver"), .init("master", "Member of"),
        .init("megabits", "Mbit/s"),
    ]

    static func cardRows(_ profile: ServerProfile) -> [[SheetCell]]? {
        profile.interfaces.value?.map { card -> [SheetCell] in
            [
                .text(card.name), .text(card.kind), .text(card.mac), maybe(card.permanentMAC),
                card.addressesUnknown == nil ? .text(card.addresses.joined(separator: " ")) : .unknown,
                maybe(card.driver), maybe(card.master), card.megabits.map { .whole($0) } ?? .absent,
            ]
        }
    }

    static let services: [ReportSheet.Column] = [
        .init("transport", "Transport"), .init("address", "Address"), .init("port", "Port"),
        .init("process", "Program"),
    ]

    static func serviceRows(_ profile: ServerProfile) -> [[SheetCell]]? {
        profile.listeners.value?.map { service -> [SheetCell] in
            [.text(service.transport), .text(service.address), .whole(service.port), .text(orUnknown: service.process)]
        }
    }

    private static func maybe(_ text: String?) -> SheetCell { text.map { .text($0) } ?? .absent }
}
