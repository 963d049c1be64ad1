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
    /// Most bytes of a configuration file: debconf's database, the largest, has under two megabytes.
    static let textLimit = 4 << 20
    /// Most files that one pattern gives.
    static let patternLimit = 2048

    /// Finds the root, mounts it with what belongs to it, and reads all.
    func collect() throws -> GuestFacts { try collect(openedVolumes()) }

    func collect(_ volumes: [GuestVolume]) throws -> GuestFacts {
        let root = try findRoot(volumes)
        try session.mount(root.device, at: "/", options: "")
        var facts = GuestFacts(
            target: target, system: GuestSystem(id: "unknown", version: "", title: "unknown"),
            sourceDevices: sourceDevices, volumes: volumes, root: root, profile: profile)
        facts.method = method
        try mountRest(&facts)
        return try refreshed(facts)
    }

    /// Reads files and kernels again; the file systems are mounted already.
    func refreshed(_ old: GuestFacts) throws -> GuestFacts {
        var facts = old
        facts.files = [:]
        facts.paths = []
        facts.links = [:]
        facts.unreadable = [:]
        facts.disks = diskFacts()
        facts.rebuilt =
            (try? session.read(Adaptation.recordPath)).flatMap { bytes in
                bytes.flatMap { try? AdaptationRecord(bytes: $0).rebuilt }
            } ?? [:]
        readFiles(&facts)
        facts.system = system(facts)
        facts.firmware = firmware(facts)
        facts.kernels = try kernels(&facts)
        return facts
    }

    /// What the images' disks were called: as the caller says, else as the scan counts them where the numbers agree.
    private var sourceDevices: [String?] {
        if disks.contains(where: { $0.sourceDevice != nil }) { return disks.map(\.sourceDevice) }
        if let seen = profile?.disks.value, seen.count == disks.count { return seen.map(\.device) }
        return disks.map { _ in nil }
    }

    private func system(_ facts: GuestFacts) -> GuestSystem {
        for path in Self.releaseFiles {
            guard let text = facts.files[path]?.text else { continue }
            if let system = GuestSystem(osRelease: text) ?? GuestSystem(oldRelease: text) { return system }
        }
        return facts.system
    }

    /// The scan's fact first: an EFI system partition may lie on a server that boots with its BIOS.
    private func firmware(_ facts: GuestFacts) -> Firmware {
        if let known = profile?.boot.firmware.value { return known }
        return ["/boot/efi/EFI", "/efi/EFI", "/boot/EFI"].contains { facts.paths.contains($0) } ? .uefi : .bios
    }

    static let releaseFiles = [
        "/etc/os-release", "/usr/lib/os-release", "/etc/redhat-release", "/etc/SuSE-release",
    ]
}
