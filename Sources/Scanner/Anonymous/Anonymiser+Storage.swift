internal import Estate

extension Anonymiser {
    mutating func disk(_ original: Disk) -> Disk {
        var disk = original
        disk.device = pseudonyms.device(original.device)
        disk.serial = original.serial.map { pseudonyms.name(.serial, $0) }
        disk.wwn = original.wwn.map { pseudonyms.name(.wwn, $0) }
        disk.otherPaths = original.otherPaths.map { paths in paths.map { pseudonyms.device($0) } }
        disk.volumes = original.volumes.map { volume($0) }
        return disk
    }

    private mutating func volume(_ original: Volume) -> Volume {
        var volume = original
        volume.device = pseudonyms.device(original.device)
        volume.parent = original.parent.map { pseudonyms.device($0) }
        volume.uuid = original.uuid.map { pseudonyms.name(.uuid, $0) }
        volume.label = original.label.map { pseudonyms.name(.label, $0) }
        volume.partitionUUID = original.partitionUUID.map { pseudonyms.name(.uuid, $0) }
        volume.mountPoint = original.mountPoint.map { pseudonyms.place($0) }
        return volume
    }

    mutating func mount(_ original: Mount) -> Mount {
        var mount = original
        mount.source = pseudonyms.source(original.source, type: original.type)
        mount.target = pseudonyms.place(original.target)
        mount.options = options(original.options)
        return mount
    }

    mutating func entry(_ original: FstabEntry) -> FstabEntry {
        FstabEntry(
            spec: pseudonyms.source(original.spec, type: original.type),
            mountPoint: pseudonyms.place(original.mountPoint),
            type: original.type, options: options(original.options),
            resolved: original.resolved.map { pseudonyms.device($0) })
    }

    private func options(_ text: String) -> String {
        text.split(separator: ",").map(String.init).filter(KnownWords.options.contains).joined(separator: ",")
    }

    mutating func stack(_ original: StorageStack) -> StorageStack {
        StorageStack(
            raidArrays: list(original.raidArrays) { $0.array($1) },
            multipaths: list(original.multipaths) { $0.path($1) },
            lvmFilters: .unknown(because: Self.leftOut), lvmDevicesFile: plain(original.lvmDevicesFile),
            crypttab: .unknown(because: Self.leftOut), luksTokens: tokens(original.luksTokens),
            swaps: list(original.swaps) { $0.pseudonyms.device($1) })
    }

    private mutating func array(_ original: RAIDArray) -> RAIDArray {
        var array = original
        array.device = pseudonyms.device(original.device)
        array.members = original.members.map { pseudonyms.device($0) }
        return array
    }

    private mutating func path(_ original: Multipath) -> Multipath {
        Multipath(
            name: pseudonyms.name(.label, original.name), wwid: pseudonyms.name(.wwn, original.wwid),
            paths: original.paths.map { pseudonyms.device($0) })
    }

    private mutating func tokens(_ original: Observed<[String: [String]]>) -> Observed<[String: [String]]> {
        guard case .known(let tokens) = original else { return plain(original) }
        return .known(
            Dictionary(
                tokens.sorted { $0.key < $1.key }.map { (pseudonyms.device($0.key), $0.value) },
                uniquingKeysWith: { first, _ in first }))
    }
}
