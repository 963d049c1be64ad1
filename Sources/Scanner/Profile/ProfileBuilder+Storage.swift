internal import Estate

extension ProfileBuilder {
    /// lsblk where it prints JSON; what it leaves empty, blkid fills in: without udev's database lsblk knows no contents.
    func disks() -> Observed<[Disk]> {
        let tags = answers.read("blkid") { Blkid.parse($0) }.value ?? [:]
        let places = places()
        let maps = answers.read("multipath", MultipathList.parse).value ?? []
        return answers.read("lsblk") { text in
            LsblkJSON.parse(text)?.map { placed(filled($0, from: tags), places) }
                ?? SysBlock.disks(text, blkid: tags, mounts: places)
        }.map { OwnNames.kept(DiskPaths.joined($0, maps: maps)) }
    }

    /// The kernel's own table says which of several mounts is the volume's own place; lsblk names any of them.
    private func places() -> [String: String] {
        let first = Dictionary(mounts().value?.map { ($0.source, $0.target) } ?? []) { first, _ in first }
        return first.merging(MountPlaces.parse(answers.text("/proc/self/mountinfo"))) { _, exact in exact }
    }

    private func placed(_ disk: Disk, _ places: [String: String]) -> Disk {
        var disk = disk
        disk.volumes = disk.volumes.map { volume in
            var volume = volume
            if volume.mountPoint != "[SWAP]" { volume.mountPoint = places[volume.device] ?? volume.mountPoint }
            return volume
        }
        return disk
    }

    private func filled(_ disk: Disk, from tags: [String: [String: String]]) -> Disk {
        var disk = disk
        disk.partitionTable = disk.partitionTable ?? tags[disk.device]?["PTTYPE"]
        disk.volumes = disk.volumes.map { volume in
            guard let known = tags[volume.device] else { return volume }
            var volume = volume
            volume.content = volume.content ?? known["TYPE"]
            volume.uuid = volume.uuid ?? known["UUID"]
            volume.label = volume.label ?? known["LABEL"]
            volume.partitionUUID = volume.partitionUUID ?? known["PARTUUID"]
            return volume
        }
        return disk
    }

    func mounts() -> Observed<[Mount]> {
        let sizes = DiskFree.parse(answers.text("df"), unit: 1024)
        let inodes = DiskFree.parse(answers.text("dfi"), unit: 1)
        return answers.read("/proc/self/mounts") { MountTable.parse($0, sizes: sizes, inodes: inodes) }
    }

    /// Only root may read the heads of disks: that a user found nothing of LUKS says nothing, unless udev told what lies on
    /// every volume.
    private func luksTokens(_ disks: Observed<[Disk]>) -> Observed<[String: [String]]> {
        let found = answers.read("luks", LUKSTokens.parse)
        guard answers.rights == "user", found.value?.isEmpty == true else { return found }
        return disks.flatMap { disks in
            let all = disks.flatMap(\.volumes)
            if let locked = all.first(where: { $0.content == "crypto_LUKS" || $0.kind == "crypt" }) {
                return .unknown(because: "only root may read what opens \(locked.device)")
            }
            let parents = Set(all.compactMap(\.parent))
            let bare = all.first { volume in
                volume.content == nil && !parents.contains(volume.device) && !Self.isExtended(volume)
            }
            return bare.map { .unknown(because: "only root may read what lies on \($0.device)") } ?? found
        }
    }

    /// The shell of an MBR's further partitions, which holds nothing itself.
    private static func isExtended(_ volume: Volume) -> Bool {
        ["0x5", "0xf", "0x85"].contains(volume.partitionType ?? "") || volume.bytes <= 1024
    }

    func storage(_ disks: Observed<[Disk]>) -> StorageStack {
        StorageStack(
            // A kernel without md has no such file; one that was not asked is another matter.
            raidArrays: answers.read("files") { _ in MDStat.parse(answers.text("/proc/mdstat")) },
            multipaths: answers.read("multipath", MultipathList.parse),
            lvmFilters: answers.read("lvm") { text in FileLines.parse(text).map(\.text) },
            lvmDevicesFile: answers.read("lvm") { text in Lines.of(text).contains("devicesfile") },
            crypttab: crypttab(), luksTokens: luksTokens(disks),
            swaps: answers.read("/proc/swaps") {
                Lines.of($0).dropFirst().compactMap { $0.words.first.map(MountTable.unescaped) }
            })
    }

    func fstab() -> Observed<[FstabEntry]> {
        let links = links()
        return answers.read("fstab", TableFiles.fstab).map { entries in
            entries.map { entry in
                var entry = entry
                entry.resolved = entry.resolved.map { links[$0] ?? $0 }
                return entry
            }
        }
    }

    private func crypttab() -> Observed<[CrypttabEntry]> {
        let links = links()
        return answers.read("crypttab", TableFiles.crypttab).map { entries in
            entries.map { entry in
                var entry = entry
                entry.resolved = entry.resolved.map { links[$0] ?? $0 }
                return entry
            }
        }
    }

    /// The script names udev's links; what they point to stands in the list of links.
    private func links() -> [String: String] {
        answers.read("links", DeviceLinks.parse).value ?? [:]
    }
}
