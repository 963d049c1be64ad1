internal import Estate
internal import Scanner

/// Servers as a table: one line each.
struct ReportTable {
    let room: RoomReport

    var sheet: ReportSheet {
        ReportSheet(
            name: "servers", title: "Servers", columns: Self.identity + Self.verdict + Self.sizes + Self.use,
            rows: room.servers.map { identity($0) + verdict($0) + sizes($0) + use($0.assessment.use) })
    }

    private static let identity: [ReportSheet.Column] = [
        .init("server", "Server"), .init("address", "Address"), .init("system", "System"), .init("kernel", "Kernel"),
        .init("vendor", "Vendor"), .init("model", "Model"), .init("serial", "Serial number"),
        .init("processor", "Processor"), .init("firmware", "Boot"), .init("firmware_date", "Firmware of"),
    ]
    private static let verdict: [ReportSheet.Column] = [
        .init("readiness", "Readiness"), .init("readiness_reasons", "Why"), .init("support", "Support"),
        .init("support_ends", "Support ends"), .init("support_ends_longer", "Longer term ends"),
        .init("critical", "Critical"), .init("warnings", "Warnings"),
    ]
    private static let sizes: [ReportSheet.Column] = [
        .init("cores", "Cores"), .init("threads", "Threads"), .init("vcpus_recommended", "vCPUs recommended"),
        .init("memory_bytes", "Memory (GiB)"), .init("memory_recommended_bytes", "Memory recommended (GiB)"),
        .init("size_reason", "Size rests on"), .init("disks", "Disks"), .init("disk_bytes", "Disks (GiB)"),
        .init("used_bytes", "In use (GiB)"),
    ]
    private static let use: [ReportSheet.Column] = [
        .init("observed_share", "Observed of 28 days"), .init("confidence", "Confidence"),
        .init("cores_mean", "Cores busy, mean"), .init("cores_95", "Cores busy, 95 %"),
        .init("cores_peak", "Cores busy, peak"), .init("memory_peak_bytes", "Memory in use, peak (GiB)"),
        .init("disk_operations_95", "Disk operations/s, 95 %"), .init("disk_mb_95", "Disk MB/s, 95 %"),
        .init("network_mb_95", "Network MB/s, 95 %"),
    ]

    private func identity(_ server: RoomReport.Server) -> [SheetCell] {
        let profile = server.profile
        return [
            .text(profile.name), .text(profile.address), .text(orUnknown: profile.system.prettyName.value),
            .text(orUnknown: profile.system.kernel.value), .text(orUnknown: profile.hardware.vendor.value),
            .text(orUnknown: profile.hardware.model.value), .text(orUnknown: profile.identity.dmiSerial.value),
            .text(orUnknown: profile.hardware.processor.value?.model),
            .text(orUnknown: profile.boot.firmware.value?.rawValue),
            .text(orUnknown: profile.hardware.firmwareDate),
        ]
    }

    private func verdict(_ server: RoomReport.Server) -> [SheetCell] {
        let (ready, support) = (server.assessment.readiness, server.assessment.support)
        return [
            .mark(ready.verdict.rawValue, ready.verdict.mark), .text(ready.reasons.joined(separator: "; ")),
            .mark(support.words, support.state.mark), .text(orUnknown: support.ends),
            support.ends == nil ? .unknown : support.extendedEnds.map { .text($0) } ?? .absent,
            .whole(server.profile.concerns.count { $0.severity == .critical }),
            .whole(server.profile.concerns.count { $0.severity == .warning }),
        ]
    }

    private func sizes(_ server: RoomReport.Server) -> [SheetCell] {
        let (profile, size) = (server.profile, server.assessment.size)
        return [
            .whole(orUnknown: profile.hardware.processor.value?.cores),
            .whole(orUnknown: profile.hardware.processor.value?.threads),
            .whole(orUnknown: size?.vcpus), .bytes(orUnknown: profile.hardware.memoryBytes.value),
            .bytes(orUnknown: size.map { UInt64($0.memoryMiB) << 20 }), .text(orUnknown: size?.because),
            .whole(orUnknown: profile.disks.value?.count), .bytes(orUnknown: server.diskBytes),
            .bytes(orUnknown: UsedSpace.bytes(of: profile)),
        ]
    }

    private func use(_ use: ServerUse?) -> [SheetCell] {
        [
            .share(use?.observed ?? 0), .text(use?.confidence.rawValue ?? "none"), .decimal(orUnknown: use?.coresMean),
            .decimal(orUnknown: use?.cores95), .decimal(orUnknown: use?.coresPeak),
            .bytes(orUnknown: use.map { UInt64($0.memoryPeakBytes) }),
            .decimal(orUnknown: use?.diskOperations95), .decimal(orUnknown: use?.diskBytes95.map { $0 / 1e6 }),
            .decimal(orUnknown: use?.networkBytes95.map { $0 / 1e6 }),
        ]
    }
}
