internal import Estate
internal import Guestfs

/// Reads what the files of a guest say.
struct FactReader {
    let tree: any GuestTree
    let target: AdaptationTarget
    let profile: ServerProfile?
    /// Most bytes of a configuration file: debconf's database, the largest, has under two megabytes.
    static let textLimit = 4 << 20
    /// Most files that one pattern gives.
    static let patternLimit = 2048

    /// - Parameter old: what is known of volumes; all that files say is read anew.
    func refreshed(_ old: GuestFacts) throws -> GuestFacts {
        var facts = old
        facts.files = [:]
        facts.paths = []
        facts.links = [:]
        facts.unreadable = [:]
        facts.rebuilt = rebuilt
        readFiles(&facts)
        facts.system = system(facts)
        facts.firmware = firmware(facts)
        facts.unified = try unifiedImages(facts)
        facts.otherLoader = try otherLoader(facts)
        facts.kernels = try kernels(&facts)
        return facts
    }

    private var rebuilt: [String: String] {
        (try? tree.read(Adaptation.recordPath, limit: Self.textLimit)).flatMap { bytes in
            bytes.flatMap { try? AdaptationRecord(bytes: $0).rebuilt }
        } ?? [:]
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
