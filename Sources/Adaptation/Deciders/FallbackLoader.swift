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
        guard draft.changes.count == before, !draft.concerns.contains(where: { $0.id == "several-uefi-loaders" }) else {
            return
        }
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
            if architecture == "x64" { compare(&draft) }
            return
        }
        guard let loader = wanted(architecture, paths, draft.facts) ?? likely(architecture, paths, &draft) else {
            return
        }
        copy(loader, as: fallback.uppercased(), architecture, paths, &draft)
    }

    private func compare(_ draft: inout Draft) {
        guard let other = draft.facts.otherLoader else { return }
        draft.concern(
            "other-fallback-loader", .warning, seen: "EFI/BOOT/BOOTX64.EFI is another program than \(other)",
            matters:
                "the server's firmware starts \(other), the virtual machine's the other one, which may lead elsewhere",
            advice:
                "copy \(other) and what lies beside it to EFI/BOOT on the server, or see where it leads with boot-test")
    }

    /// What the server's firmware started, by the scan.
    private func wanted(_ architecture: String, _ paths: Set<String>, _ facts: GuestFacts) -> String? {
        let order = FirmwareOrder(lines: facts.profile?.boot.efiEntries.value ?? [])
        // A unified kernel image has any name, and is for the one architecture that p2v knows.
        let images = architecture == "x64" ? facts.unified.map { $0.path.lowercased() } : []
        let known = order.loaders.filter { file in
            (file.hasSuffix("\(architecture).efi") && !file.hasPrefix("/efi/boot/"))
                || images.contains { $0.hasSuffix(file) }
        }
        return known.lazy.compactMap { file in paths.sorted().first { $0.lowercased().hasSuffix(file) } }.first
    }

    /// shim keeps the chain of Secure Boot, and starts grub from its own folder. Of several vendors the one whose system
    /// this is; the other may be stale, and lead nowhere.
    private func likely(_ architecture: String, _ paths: Set<String>, _ draft: inout Draft) -> String? {
        let names = [
            "shim\(architecture).efi", "grub\(architecture).efi", "systemd-boot\(architecture).efi", "elilo.efi",
        ]
        for name in names {
            let found = paths.filter { $0.lowercased().hasSuffix("/\(name)") }.sorted()
            guard found.count > 1 else {
                if let only = found.first { return only }
                continue
            }
            let vendors = Self.vendors(of: draft.facts.system)
            if let own = found.first(where: { vendors.contains(Self.vendor(of: $0)) }) { return own }
            draft.concern(
                "several-uefi-loaders", .critical,
                seen: "\(found.joined(separator: " and ")), and nothing tells which one starts this system",
                matters: "the firmware starts the fallback loader alone, and the wrong one leads nowhere",
                advice: "adapt with the server's scan (--profile), whose boot order tells")
            return nil
        }
        return nil
    }

    private static func vendor(of path: String) -> String {
        path.lowercased().split(separator: "/").dropLast().last.map { String($0) } ?? ""
    }

    /// Folders on the EFI system partition are called by the vendor, which is not always the system's own name.
    private static func vendors(of system: GuestSystem) -> Set<String> {
        let others = ["rhel": "redhat", "ol": "redhat", "opensuse-leap": "opensuse", "opensuse-tumbleweed": "opensuse"]
        return Set([system.id, others[system.id]].compactMap(\.self))
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
