internal import Estate

/// What a server's images take of an SR.
struct StorageSpace: Sendable {
    /// Factor on what the disks hold today.
    let comfort: Double

    /// Bytes where an image takes its whole size.
    func whole(_ server: PlannedServer) -> Double { server.disks.reduce(0) { $0 + Double($1.bytes) } }

    /// Bytes where an image takes what was written to it: what its disk holds, with comfort, at most all.
    func growing(_ server: PlannedServer) -> Double {
        server.disks.reduce(0) { sum, disk in
            let held = disk.usedBytes.map { Double($0) * max(1, comfort) } ?? .infinity
            return sum + min(held, Double(disk.bytes)).rounded(.up)
        }
    }
}
