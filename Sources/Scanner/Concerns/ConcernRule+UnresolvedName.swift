internal import Estate

extension ConcernRule {
    /// An fstab entry whose device is not there.
    static let unresolvedName = ConcernRule(
        id: "fstab-name-unresolved", severity: .warning,
        matters: "what a name means can be found out only while the server runs, and this one means nothing now",
        advice: "remove the entry, or connect what it names; the conversion adds nofail otherwise"
    ) { profile in
        profile.fstab.value?.filter { entry in
            let isDevice =
                entry.spec.hasPrefix("/dev/") || entry.spec.contains("UUID=") || entry.spec.contains("LABEL=")
            let isDrive = ["/dev/fd", "/dev/cdrom", "/dev/sr", "/dev/dvd"].contains { entry.spec.hasPrefix($0) }
            return entry.resolved == nil && isDevice && !isDrive && !entry.options.contains("noauto")
        }.map { "\($0.spec) for \($0.mountPoint)" } ?? []
    }
}
