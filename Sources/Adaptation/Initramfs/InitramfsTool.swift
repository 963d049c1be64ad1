/// The guest's own tool that builds an initramfs.
enum InitramfsTool: Sendable, Hashable {
    case initramfsTools, dracut, suseMkinitrd, oldMkinitrd, mkinitcpio

    /// Its initramfs sources files that an added archive brings along. A script of mkinitrd or mkinitcpio is fixed when it
    /// is built, and reads no more.
    var readsHints: Bool { self == .initramfsTools || self == .dracut }

    static let looks = [
        "/usr/sbin/update-initramfs", "/usr/bin/dracut", "/usr/sbin/dracut", "/sbin/dracut", "/sbin/mkinitrd",
        "/usr/bin/mkinitcpio", "/sbin/mkinitcpio",
    ]

    /// The first that is there; with its path.
    static func find(_ facts: GuestFacts) -> (tool: InitramfsTool, path: String)? {
        guard let path = looks.first(where: { facts.paths.contains($0) }) else { return nil }
        let isSUSE = ([facts.system.id] + facts.system.like).contains { $0.hasPrefix("sles") || $0.contains("suse") }
        return switch path.split(separator: "/").last {
        case "update-initramfs": (.initramfsTools, path)
        case "dracut": (.dracut, path)
        case "mkinitrd": (isSUSE ? .suseMkinitrd : .oldMkinitrd, path)
        default: (.mkinitcpio, path)
        }
    }

    /// update-initramfs(8), dracut(8), mkinitrd(8) of SUSE and of Red Hat 5, mkinitcpio(8). The first takes its list of
    /// modules from its configuration, which was changed before.
    func command(_ path: String, kernel: String, initramfs: String, modules: [String], system: GuestSystem) -> [String]
    {
        let list = modules.joined(separator: " ")
        switch self {
        case .initramfsTools: return [path, "-u", "-k", kernel]
        case .dracut:
            // The first dracut builds for every machine, and does not know the option.
            let general = system.version.hasPrefix("6") && system.id != "sles" ? [] : ["--no-hostonly"]
            return [path, "--force"] + general + ["--add-drivers", list, initramfs, kernel]
        case .suseMkinitrd:
            return [path, "-k", "/boot/vmlinuz-\(kernel)", "-i", initramfs, "-m", list]
        case .oldMkinitrd: return [path, "-f"] + modules.map { "--with=\($0)" } + [initramfs, kernel]
        case .mkinitcpio: return [path, "-k", kernel, "-g", initramfs]
        }
    }
}
