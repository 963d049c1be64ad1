/// How far a machine's start has come, told from its serial console.
package enum BootStage: String, Sendable, Hashable, Codable, Comparable, CaseIterable {
    /// Nothing was printed: firmware, or a loader without a serial console.
    case firmware
    case loader
    case kernel
    /// The kernel runs `/init`; the root file system is not mounted yet.
    case initramfs
    /// The guest's own init runs.
    case services
    /// The guest has its network.
    case network
    /// All services that the guest starts by itself were started.
    case multiUser = "multi-user"
    /// A login prompt.
    case login

    package static func < (a: Self, b: Self) -> Bool { a.order < b.order }

    private var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    /// Words that each stage prints, the furthest first.
    private static let signs: [(BootStage, [String])] = [
        (.login, [" login: "]),
        (.multiUser, ["Reached target multi-user.target", "Reached target Multi-User"]),
        (
            .network,
            ["Reached target network.target", "Reached target Network", "dhclient", "Raise network interfaces"]
        ),
        (.services, ["systemd[1]: ", "INIT: version", "Welcome to ", "OpenRC"]),
        (
            .initramfs,
            ["Run /init as init process", "Loading, please wait", "dracut-cmdline", "Begin: Running /scripts"]
        ),
        (.kernel, ["Linux version ", "Decompressing Linux", "Booting paravirtualized kernel"]),
        (.loader, ["GRUB", "grub>", "ISOLINUX", "SYSLINUX", "EXTLINUX", "BdsDxe: starting", "Loading Linux"]),
    ]

    /// What systemd says while it is still that of the initramfs, and when it goes over to the real root (systemd,
    /// src/core/main.c; dracut, the name that it gives itself in os-release).
    private static let early = ["(Initramfs)", "Running in initrd", "Running in initial RAM disk"]
    private static let over = ["Switch Root", "Switching root"]

    /// Words after which nothing more will come.
    private static let ends = [
        "Kernel panic", "You are in emergency mode", "Entering emergency mode", "Give root password for maintenance",
        "ALERT!", "(initramfs) ", "dracut:/#", "grub rescue>", "Boot failed", "No bootable device",
        // OVMF's own shell waits for somebody: no disk had a loader, and nothing was left for it to start.
        "Shell> ",
        // SYSLINUX, which asks again and again.
        "Could not find kernel image", "... failed: I/O error",
    ]

    /// The furthest stage whose words are in the log.
    package init(log: String) {
        // The firmware's own shell is no loader of the guest.
        let plain = Self.withoutEscapes(log).lines.filter { $0.range(of: "EFI Internal Shell") == nil }
            .joined(separator: "\n")
        let own = Self.ofRealRoot(plain)
        self =
            Self.signs.first { stage, words in
                let text = stage >= .services ? own : plain
                return words.contains { text.range(of: $0) != nil }
            }?.0 ?? .firmware
    }

    /// What was printed after the initramfs. The systemd of dracut's initramfs says much that the real one says as well.
    private static func ofRealRoot(_ log: String) -> String {
        guard early.contains(where: { log.range(of: $0) != nil }) else { return log }
        guard let end = over.lazy.compactMap({ log.range(of: $0)?.upperBound }).first else {
            return ""
        }
        return String(log[end...])
    }

    /// Without KVM on a machine that is busy, the emulated timer can miss the kernel's check of it. This says nothing about
    /// the guest, so the test is worth another try.
    static func isEmulationFault(_ log: String) -> Bool { log.range(of: "IO-APIC + timer doesn't work") != nil }

    /// A start that comes again and again comes to nothing. One that labels files for SELinux, or writes its loader's entry
    /// into the firmware, comes twice.
    private static let mostStarts = 4

    /// The sign that the start has failed for good, where there is one.
    package static func end(in log: String) -> String? {
        if let sign = ends.first(where: { log.range(of: $0) != nil }) { return sign }
        let starts = log.lines.filter { $0.range(of: "Linux version ") != nil }.count
        return starts > mostStarts ? "it has started \(starts) times" : nil
    }

    /// Without the colours of a console (ECMA-48 control sequences).
    static func withoutEscapes(_ text: String) -> String {
        var output = String.UnicodeScalarView()
        var inside = false
        for scalar in text.unicodeScalars {
            if inside {
                // A sequence ends with a letter.
                inside = scalar == "[" || !(64...126).contains(scalar.value)
            } else if scalar.value == 27 {
                inside = true
            } else {
                output.append(scalar)
            }
        }
        return String(output)
    }
}
