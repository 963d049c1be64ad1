/// How the server builds its initramfs, and which devices that initramfs will know.
struct InitramfsSettings: Sendable, Hashable {
    /// `initramfs-tools`, `dracut`, `mkinitcpio`, `mkinitrd`; nil where none is installed.
    var tool: String?
    /// `most`, `dep`, `list`; `hostonly`, `no-hostonly`; `autodetect`, `all`.
    var modules: String?
    /// Lines that choose a resume device, as `file: line`.
    var resume: [String]

    /// - Parameters:
    ///   - tools: names of the tools that are installed.
    ///   - lines: lines of their configuration files.
    static func parse(tools: Set<String>, lines: [FileLines.Line]) -> InitramfsSettings {
        let lines = lines.filter { !$0.text.hasPrefix("#") && isSetting($0.file) }
        let resume = lines.filter { $0.text.contains("resume=") || $0.text.hasPrefix("RESUME=") }
            .map { "\($0.file): \($0.text)" }
        if tools.contains("update-initramfs") {
            return InitramfsSettings(tool: "initramfs-tools", modules: initramfsTools(lines), resume: resume)
        }
        if tools.contains("dracut") {
            return InitramfsSettings(tool: "dracut", modules: dracut(lines), resume: resume)
        }
        if tools.contains("mkinitcpio") {
            return InitramfsSettings(tool: "mkinitcpio", modules: mkinitcpio(lines), resume: resume)
        }
        // mkinitrd of RHEL 5 and SLES chooses the modules of this machine, always.
        let old = tools.contains("mkinitrd")
        return InitramfsSettings(tool: old ? "mkinitrd" : nil, modules: old ? "hostonly" : nil, resume: resume)
    }

    /// initramfs.conf(5): later files win; `most` is the default.
    private static func initramfsTools(_ lines: [FileLines.Line]) -> String {
        let settings = lines.filter { $0.file.hasPrefix("/etc/initramfs-tools/") && $0.text.hasPrefix("MODULES=") }
        return settings.last.map { $0.text.dropFirst(8).description.unquoted } ?? "most"
    }

    /// dracut.conf(5): the distribution's files first, then /etc. Without a word dracut is not hostonly; RHEL and SUSE
    /// say `hostonly="yes"` in a file of theirs.
    private static func dracut(_ lines: [FileLines.Line]) -> String {
        let values = lines.filter { $0.file.contains("/dracut") }.compactMap { line -> String? in
            guard let (key, value) = line.text.halves("="), key == "hostonly" else { return nil }
            return value.unquoted
        }
        return values.last == "yes" ? "hostonly" : "no-hostonly"
    }

    private static func mkinitcpio(_ lines: [FileLines.Line]) -> String {
        let hooks = lines.last { $0.file == "/etc/mkinitcpio.conf" && $0.text.hasPrefix("HOOKS=") }
        return hooks?.text.contains("autodetect") == true ? "autodetect" : "all"
    }

    private static func isSetting(_ file: String) -> Bool {
        [
            "/etc/initramfs-tools/", "/etc/dracut", "/usr/lib/dracut/", "/etc/cmdline.d/", "/etc/mkinitcpio",
            "/etc/default/grub",
        ]
        .contains { file.hasPrefix($0) }
    }
}
