internal import Estate
internal import Guestfs

/// What lies on the EFI system partition.
extension FactReader {
    /// Most images that are looked into.
    private static let imageLimit = 64

    /// Those in the folder for them, and a fallback loader that is one itself.
    func unifiedImages(_ facts: GuestFacts) throws -> [UnifiedImage] {
        guard facts.firmware == .uefi else { return [] }
        let candidates = facts.paths.filter { path in
            BootMenu.images.contains { Glob.matches(path, $0) } || path.lowercased().hasSuffix("/efi/boot/bootx64.efi")
        }
        return try candidates.sorted().prefix(Self.imageLimit).compactMap { path in
            guard let real = tree.resolved(path), let status = tree.status(of: real), status.kind == .regular else {
                return nil
            }
            return try UnifiedImage.read(path, bytes: status.bytes) { offset, count in
                try tree.read(real, from: offset, count: count)
            }
        }
    }

    /// The fallback loader may be another system's. shim's own fallback program starts the one that is listed beside it.
    func otherLoader(_ facts: GuestFacts) throws -> String? {
        let order = FirmwareOrder(lines: facts.profile?.boot.efiEntries.value ?? [])
        guard facts.firmware == .uefi, let wanted = order.loaders.first else { return nil }
        let paths = facts.paths.sorted()
        guard let started = paths.first(where: { $0.lowercased().hasSuffix(wanted) }),
            let fallback = paths.first(where: { $0.lowercased().hasSuffix("/efi/boot/bootx64.efi") }),
            !paths.contains(where: { path in
                ["fbx64.efi", "fallback.efi"].contains { path.lowercased().hasSuffix("/efi/boot/\($0)") }
            })
        else { return nil }
        return try tree.checksum(of: started) == tree.checksum(of: fallback) ? nil : started
    }
}
