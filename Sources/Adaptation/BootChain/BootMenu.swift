internal import Estate

/// The menu that the guest's loader shows.
struct BootMenu: Sendable, Hashable {
    enum Loader: String, Sendable, Hashable {
        case grub = "GRUB"
        case legacy = "GRUB legacy"
        case extlinux = "EXTLINUX"
        case systemdBoot = "systemd-boot"
        case firmware = "the firmware itself"
    }

    var loader: Loader
    /// The file that it was read from.
    var path: String
    var entries: [BootEntry]
    /// The entry that is taken by itself; nil where that cannot be told.
    var chosen: BootEntry?

    /// What may start by itself: the chosen one, or each that could be it.
    var candidates: [BootEntry] {
        if let chosen { return [chosen] }
        let usual = entries.filter { !$0.isRescue }
        return usual.isEmpty ? entries : usual
    }

    /// Files that menus are read from, beside those that hold names of disks.
    static let reads = [
        "/boot/loader/loader.conf", "/boot/efi/loader/loader.conf", "/efi/loader/loader.conf", "/boot/extlinux/*.cfg",
        "/boot/grub/default",
    ]

    /// Where kernels and initramfs lie.
    static let looks = [
        "/boot/*", "/boot/*/*", "/vmlinuz*", "/initrd*", "/boot/*/*/*", "/boot/efi/*/*/*", "/efi/*/*/*",
    ]

    /// Where unified kernel images lie; those that change their options lie beside them.
    static let images = ["/boot/efi/EFI/Linux/*.efi", "/efi/EFI/Linux/*.efi", "/boot/EFI/Linux/*.efi"]
    static let additions =
        images.map { $0 + ".extra.d/*" } + [
            "/boot/efi/loader/addons/*.addon.efi", "/efi/loader/addons/*.addon.efi", "/boot/loader/addons/*.addon.efi",
        ]

    static func find(_ facts: GuestFacts) -> BootMenu? {
        if facts.firmware == .uefi, let image = facts.unified.first(where: \.isFallback) {
            return BootMenu(loader: .firmware, path: image.path, entries: [image.entry], chosen: image.entry)
        }
        if facts.firmware == .uefi, SystemdBootMenu.isLoader(facts) { return SystemdBootMenu.read(facts) }
        return GrubMenu.read(facts) ?? LegacyMenu.read(facts) ?? ExtlinuxMenu.read(facts)
    }
}
