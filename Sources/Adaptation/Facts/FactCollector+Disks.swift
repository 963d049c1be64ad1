internal import Guestfs

extension FactCollector {
    func diskFacts() -> [DiskFacts] {
        let devices = (try? session.devices()) ?? []
        return zip(devices, disks).map { device, disk in
            let sector = disk.logicalSectorBytes ?? 512
            guard let head = try? session.read(device: device, at: 0, count: 2 * sector),
                let bytes = try? session.bytes(of: device)
            else { return DiskFacts(device: device, sectorBytes: sector) }
            return DiskFacts(device: device, head: head, sectorBytes: sector, bytes: bytes)
        }
    }
}
