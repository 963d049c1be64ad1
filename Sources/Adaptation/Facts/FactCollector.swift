internal import Estate
internal import Guestfs

/// Reads a guest's facts in a running appliance, and leaves its file systems mounted.
struct FactCollector {
    let session: Session
    let target: AdaptationTarget
    let disks: [GuestDisk]
    /// Passphrases for encrypted partitions.
    let keys: [String]
    let profile: ServerProfile?
    var method = InitramfsMethod.append
    var memoryMiB: Int?

    /// Finds the root, mounts it with what belongs to it, and reads all.
    func collect() throws -> GuestFacts { try collect(openedVolumes()) }

    func collect(_ volumes: [GuestVolume]) throws -> GuestFacts {
        let root = try findRoot(volumes)
        try session.mount(root.device, at: "/", options: "")
        var facts = GuestFacts(
            target: target, system: GuestSystem(id: "unknown", version: "", title: "unknown"),
            sourceDevices: sourceDevices, volumes: volumes, root: root, profile: profile)
        facts.method = method
        facts.memoryMiB = memoryMiB
        try mountRest(&facts)
        return try refreshed(facts)
    }

    /// Reads files and kernels again; the file systems are mounted already.
    func refreshed(_ old: GuestFacts) throws -> GuestFacts {
        var facts = try FactReader(tree: session, target: target, profile: profile).refreshed(old)
        facts.disks = diskFacts()
        return facts
    }

    /// What the images' disks were called: as the caller says, else as the scan counts them where the numbers agree.
    private var sourceDevices: [String?] {
        if disks.contains(where: { $0.sourceDevice != nil }) { return disks.map(\.sourceDevice) }
        if let seen = profile?.disks.value, seen.count == disks.count { return seen.map(\.device) }
        return disks.map { _ in nil }
    }
}
