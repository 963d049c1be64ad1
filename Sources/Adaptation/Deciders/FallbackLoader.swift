internal import Estate

/// Case 27: the firmware's boot entries are in the server's flash memory, not on the disk. A virtual machine with empty
/// variables starts `EFI/BOOT/BOOTX64.EFI` (UEFI specification, "Removable media boot behavior").
struct FallbackLoader: Decider {
    let id = "uefi-fallback-loader"
    let cases = [27, 28]
    let reads: [String] = []
    let looks = ["/boot/efi/EFI/*/*", "/efi/EFI/*/*", "/boot/EFI/*/*"]

    func decide(_ draft: inout Draft) {
        guard draft.facts.firmware == .uefi else { return draft.pass("the server starts with its BIOS") }
        let before = draft.changes.count
        var found = false
        for name in ["x64", "ia32", "aa64"] { add(name, &draft, &found) }
        guard draft.changes.count == before else { return }
        if found { return draft.pass("the disk has a fallback loader") }
        draft.concern(
            "no-uefi-loader", .critical, seen: "no boot loader was found on the EFI system partition",
            matters: "the firmware has nothing to start", advice: "check that the EFI system partition was copied")
    }

    private func add(_ architecture: String, _ draft: inout Draft, _ found: inout Bool) {
        let paths = draft.facts.paths.filter { $0.lowercased().contains("/efi/") }
        let fallback = "boot\(architecture).efi"
        if paths.contains(where: { $0.lowercased().hasSuffix("/boot/\(fallback)") }) {
            found = true
            return
        }
        // shim keeps the chain of Secure Boot, and starts grub from its own folder.
        let names = [
            "shim\(architecture).efi", "grub\(architecture).efi", "systemd-boot\(architecture).efi", "elilo.efi",
        ]
        for name in names {
            guard let loader = paths.filter({ $0.lowercased().hasSuffix("/\(name)") }).sorted().first else { continue }
            return copy(loader, as: fallback.uppercased(), architecture, paths, &draft)
        }
    }

    private func copy(
        _ loader: String, as fallback: String, _ architecture: String, _ paths: Set<String>, _ draft: inout Draft
    ) {
        let vendor = Applier.folder(of: loader)
        let target = Applier.folder(of: vendor) + "/BOOT"
        let why = "the server's boot entries stay behind; the firmware starts only the fallback loader"
        draft.copy(loader, to: "\(target)/\(fallback)", found: "\(loader), and no fallback loader", why: why)
        let companions = ["grub\(architecture).efi", "mm\(architecture).efi", "grub.cfg"]
        for path in paths.sorted() where Applier.folder(of: path) == vendor && path != loader {
            let name = path.split(separator: "/").last.map { String($0) } ?? ""
            if companions.contains(name.lowercased()) {
                draft.copy(path, to: "\(target)/\(name)", found: "\(path), which the loader starts", why: why)
            }
        }
    }
}
