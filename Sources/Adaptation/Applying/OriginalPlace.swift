/// Where a changed file's original is kept: beside it, as `.p2v-orig`.
///
/// Some folders are read whatever a file is called: a copy there would be a second connection, a second start script.
/// Originals of these go below `/var/lib/p2v/originals`, under their full path.
enum OriginalPlace {
    private static let folder = "/var/lib/p2v/originals"

    private static let readWhole: Set<String> = [
        "/etc/initramfs-tools/conf.d", "/etc/network/interfaces.d", "/etc/NetworkManager/system-connections",
        "/etc/sysconfig/network-scripts", "/etc/sysconfig/network", "/etc/init.d", "/etc/rc.d/init.d",
        // Each program there becomes a part of the menu.
        "/etc/grub.d",
    ]

    static func path(of file: String) -> String {
        let parent = Applier.folder(of: file)
        // `/etc/rc3.d`, `/etc/rc.d/rc3.d`, and `/etc/init.d/rc3.d` of SUSE, which the first is a link to.
        let last = parent.split(separator: "/").last ?? ""
        let isStartFolder =
            parent.hasPrefix("/etc/") && (last.hasPrefix("rc") || last.hasPrefix("boot")) && last.hasSuffix(".d")
        // systemd follows every link there (systemd.unit(5), ".wants/").
        let isWanted = last.hasSuffix(".wants") || last.hasSuffix(".requires")
        let beside = !readWhole.contains(parent) && !isStartFolder && !isWanted
        return (beside ? "" : folder) + file + Adaptation.originalSuffix
    }
}
