internal import Estate
internal import Guestfs

/// Disks and volumes of images.
struct ImageVolumes {
    private(set) var disks: [Disk] = []
    /// Volumes by what lies on them.
    private(set) var ntfs: [String] = []
    private(set) var fat: [String] = []
    private(set) var bitLocker: [String] = []

    init(session: Session) throws {
        let partitions = try session.partitions()
        for device in try session.devices() {
            let own = partitions.filter { $0.hasPrefix(device) && $0.dropFirst(device.count).allSatisfy(\.isNumber) }
            var volumes: [Volume] = []
            for partition in own.isEmpty ? [device] : own {
                volumes.append(try volume(partition, of: device, session))
            }
            disks.append(
                Disk(
                    device: device, bytes: try session.bytes(of: device), model: nil, serial: nil, wwn: nil,
                    logicalSectorBytes: 512, physicalSectorBytes: 512,
                    partitionTable: (try? session.partitionTable(of: device)).map { $0 == "msdos" ? "dos" : $0 },
                    rotational: false, readOnly: false, transport: nil, volumes: volumes))
        }
    }

    private mutating func volume(_ device: String, of disk: String, _ session: Session) throws -> Volume {
        let identity = (try? session.identity(of: device)) ?? [:]
        var content = identity["TYPE"]
        if let sector = try? session.read(device: device, at: 0, count: 512), VolumeHead.isBitLocker(sector) {
            content = "BitLocker"
            bitLocker.append(device)
        } else if content == "ntfs" {
            ntfs.append(device)
        } else if content == "vfat" {
            fat.append(device)
        }
        return Volume(
            device: device, kind: device == disk ? "disk" : "part", parent: device == disk ? nil : disk,
            bytes: try session.bytes(of: device), content: content, uuid: identity["UUID"], label: identity["LABEL"],
            partitionUUID: identity["PART_ENTRY_UUID"], partitionType: identity["PART_ENTRY_TYPE"], mountPoint: nil)
    }
}
