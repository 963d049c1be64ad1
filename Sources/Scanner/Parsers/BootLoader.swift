/// The boot loader, from which configuration files exist.
enum BootLoader {
    static func parse(_ text: String) -> String? {
        let files = Lines.of(text).map { $0.trimmed }
        func any(_ suffixes: String...) -> Bool { files.contains { file in suffixes.contains { file.hasSuffix($0) } } }
        if any("/grub/grub.cfg", "/grub2/grub.cfg") { return "grub2" }
        if any("/loader/loader.conf") { return "systemd-boot" }
        if files.contains(where: { $0.contains("/EFI/") && $0.hasSuffix("/grub.cfg") }) { return "grub2" }
        if any("/menu.lst", "/grub.conf") { return "grub-legacy" }
        if any("/extlinux.conf", "/syslinux.cfg") { return "extlinux" }
        if any("/lilo.conf") { return "lilo" }
        return nil
    }
}
